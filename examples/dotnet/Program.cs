using System.Globalization;
using System.Runtime.InteropServices;
using Neo4j.Driver;
using PriceReader;

// A service that queries Neo4j as itself, again and again, until SIGTERM. See README.md.
using var stop = new CancellationTokenSource();
using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
var pause = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("QUERY_INTERVAL") ?? "1", CultureInfo.InvariantCulture));
var tokens = new Tokens((status, time) => Console.Error.WriteLine(FormattableString.Invariant($"token request: {status} in {time.TotalSeconds:F3} s")));
await using var driver = GraphDatabase.Driver(new Uri(Credentials.Get("NEO4J_URI")), AuthTokenManagers.Bearer(tokens.ProvideAsync));
while (!stop.IsCancellationRequested)
{
    try
    {
        var answer = await driver.ExecutableQuery("SHOW CURRENT USER").WithConfig(new QueryConfig(database: "system")).ExecuteAsync(stop.Token);
        var user = answer.Result[0];
        Console.WriteLine($"{user["user"].As<string>()}: {string.Join(", ", user["roles"].As<List<string>>())}");
        await Task.Delay(pause, stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested) { break; }
    catch (Exception error) when (error is NoToken or Neo4jException)
    {
        Console.Error.WriteLine($"query failed: {error.Message}");
        await Task.Delay(pause);
    }
}
