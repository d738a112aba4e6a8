using AkkaAuction.Remote.Tests.Pairs;

// The tests are run by the test runner. Started as a program this is the node at the other end of them.
if (args is ["node", var name, var config])
{
    await NodeProgram.RunAsync(name, config);
    return 0;
}

await Console.Error.WriteLineAsync("usage: node NAME CONFIG. The tests are run by \"dotnet test\".");
return 2;
