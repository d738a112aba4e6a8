#!/bin/sh
# Lets random trees of actors grow, fail, restart, watch and stop for so many minutes, from a seed on, and compares memory before and after.
#   tests/storm.sh 60 [SEED]
set -e
cd "$(dirname "$0")/.."
AKKA_TESTS_STORM_SECONDS=$((${1:-60} * 60)) AKKA_TESTS_STORM_SEED="${2:-100}" dotnet test -c Release tests/Akka.Tests --nologo \
  --filter "FullyQualifiedName~StormSpec.As_long" --logger "console;verbosity=detailed"
