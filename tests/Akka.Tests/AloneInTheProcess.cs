namespace AkkaAuction.Akka.Tests;

/// <summary>Specs that weigh the memory of the process: no other spec runs beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
