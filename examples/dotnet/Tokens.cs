using System.Diagnostics;
using System.Text.RegularExpressions;
using Duende.IdentityModel.Client;
using Neo4j.Driver;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace PriceReader;

/// <summary>Tokens of one service account of Okta, for <c>AuthTokenManagers.Bearer(tokens.ProvideAsync)</c>.</summary>
/// <param name="onRequest">Told the status (0: no answer) and the time of each request, for metrics.</param>
sealed class Tokens(Action<int, TimeSpan> onRequest)
{
    /// <summary>Before its end a token is renewed; at most a fifth of its lifetime.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    /// <summary>Before its end from which on a token is not offered any more: it could end on its way to Neo4j.</summary>
    static readonly TimeSpan Last = TimeSpan.FromSeconds(0.5);
    static readonly ResiliencePipeline Breaker = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions
    {
        FailureRatio = 1, MinimumThroughput = 20, SamplingDuration = TimeSpan.FromMinutes(5), BreakDuration = TimeSpan.FromSeconds(15),
        ShouldHandle = failed => ValueTask.FromResult(failed.Outcome.Exception is NoToken { Passing: true }),
    }).Build();

    static readonly ResiliencePipeline Retries = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 9,
        ShouldHandle = failed => ValueTask.FromResult(failed.Outcome.Exception is NoToken { Passing: true } or BrokenCircuitException),
        DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(Backoff(failed.Outcome.Exception, 0, Math.Min(5, Math.Pow(2, failed.AttemptNumber)))),
    }).Build();

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    readonly string endpoint = Checked(Credentials.Get("OKTA_OAUTH2_TOKEN_ENDPOINT"));
    IAuthToken? last;
    DateTime end;

    static string Checked(string endpoint)
    {
        if (Credentials.Find("NEO4J_OKTA_CREDENTIALS_VERSION") is not (null or "1"))
            throw new NoToken("NEO4J_OKTA_CREDENTIALS_VERSION is not 1, which this reads. See docs/credentials.md.");
        var url = new Uri(endpoint);
        if (url.Scheme == Uri.UriSchemeHttps || url.Host == "127.0.0.1") return endpoint;
        throw new NoToken("OKTA_OAUTH2_TOKEN_ENDPOINT is no https address: no credential is sent there.");
    }

    /// <summary>A token and the time of its renewal; the driver asks earlier when Neo4j refuses the token.</summary>
    public async ValueTask<AuthTokenAndExpiration> ProvideAsync() => await Retries.ExecuteAsync(async _ => await NewOrLastAsync());

    async Task<AuthTokenAndExpiration> NewOrLastAsync()
    {
        try
        {
            var answer = await Breaker.ExecuteAsync(async _ => await RequestAsync());
            var lifetime = TimeSpan.FromSeconds(answer.ExpiresIn);
            (last, end) = (AuthTokens.Bearer(answer.AccessToken), DateTime.UtcNow + lifetime);
            return Until(lifetime - TimeSpan.FromTicks(Math.Min(Margin.Ticks, lifetime.Ticks / 5)));
        }
        catch (Exception error) when (error is NoToken or BrokenCircuitException)
        {
            Console.Error.WriteLine($"no new token: {error.Message}");
            var left = end - DateTime.UtcNow;
            if (left < Last) throw;
            // While the old token works, a failed renewal costs nobody anything: one try now, the next one later.
            var pause = Backoff(error, 0.5, Math.Clamp(left.TotalSeconds / 2, 1, 30));
            return Until(pause < left ? pause : left);
        }
    }

    AuthTokenAndExpiration Until(TimeSpan renewal) => new(last!, (int)Math.Max(0, renewal.TotalMilliseconds));

    async Task<TokenResponse> RequestAsync()
    {
        using var request = Credentials.Request(endpoint);
        var started = Stopwatch.GetTimestamp();
        TokenResponse? answer = null;
        try
        {
            answer = await http.RequestClientCredentialsTokenAsync(request);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException) { }
        var status = answer?.HttpResponse is null ? 0 : (int)answer.HttpStatusCode;
        onRequest(status, Stopwatch.GetElapsedTime(started));
        if (answer is null) throw new NoToken("the token endpoint does not answer", passing: true);
        if (!answer.IsError && answer.ExpiresIn > 0 && string.Equals(answer.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase)) return answer;
        var what = $"the token endpoint answered {status}: {answer.Error} {answer.ErrorDescription}";
        throw new NoToken(Redacted(what, request.ClientSecret), status is 0 or 429 or >= 500, Asked(answer.HttpResponse));
    }

    /// <summary>A random time, full jitter if it begins at 0, on top of what the server asks for.</summary>
    static TimeSpan Backoff(Exception? error, double shortest, double longest) =>
        TimeSpan.FromSeconds(shortest + Random.Shared.NextDouble() * (longest - shortest)) + ((error as NoToken)?.Wait ?? TimeSpan.Zero);

    /// <summary>Until Okta takes requests again, by its own clock.</summary>
    static TimeSpan Asked(HttpResponseMessage? answer)
    {
        if (answer?.Headers.Date is not { } now || !answer.Headers.TryGetValues("X-Rate-Limit-Reset", out var values)) return TimeSpan.Zero;
        var reset = long.TryParse(values.First(), out var seconds) ? seconds - now.ToUnixTimeSeconds() : 0;
        return TimeSpan.FromSeconds(Math.Clamp(reset, 0, 60));
    }

    /// <summary>Takes tokens, assertions and the secret out of a text, whoever put them there.</summary>
    static string Redacted(string text, string? secret) =>
        Regex.Replace(secret is null ? text : text.Replace(secret, "[secret]"), @"\beyJ[\w-]+(\.[\w-]*){2,4}", "[token]");
}
