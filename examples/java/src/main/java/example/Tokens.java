package example;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.neo4j.driver.AuthTokenAndExpiration;
import org.neo4j.driver.AuthTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens of one service account of Okta, for {@code AuthTokenManagers.bearer(tokens::provide)}. */
class Tokens {
    /** Milliseconds before its end at which a token is renewed; at most a fifth of its lifetime. */
    private static final long MARGIN = 300_000;

    /** Milliseconds before its end from which on a token is not offered any more: it could end on its way to Neo4j. */
    private static final long LAST = 500;

    /** Requests for a token while there is none that still works. */
    private static final int TRIES = 10;

    /** Milliseconds: of connecting, of each wait for the answer, and of backoff beside what the server asks for. */
    private static final int TIMEOUT = 10_000;

    private static final long LONGEST_WAIT = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private final URI endpoint = URI.create(Credentials.get("OKTA_OAUTH2_TOKEN_ENDPOINT"));
    private final BiConsumer<String, Duration> onRequest;
    private final CircuitBreaker breaker = CircuitBreaker.of("okta", CircuitBreakerConfig.custom().slidingWindowSize(20)
            .failureRateThreshold(100).waitDurationInOpenState(Duration.ofSeconds(15)).recordException(Tokens::passes).build());
    private final Retry retry = Retry.of("okta", RetryConfig.custom().maxAttempts(TRIES).retryOnException(Tokens::passes)
            .intervalBiFunction((attempt, failed) -> backoff(failed.getLeft(), 0, Math.min(LONGEST_WAIT, 500L << attempt))).build());
    private String last;
    private long end;

    /** @param onRequest told the status ("none": no answer) and the time of each request, for metrics */
    Tokens(BiConsumer<String, Duration> onRequest) {
        this.onRequest = onRequest;
        if (!Credentials.get("NEO4J_OKTA_CREDENTIALS_VERSION", "1").equals("1"))
            throw new NoToken("NEO4J_OKTA_CREDENTIALS_VERSION is not 1, which this reads. See docs/credentials.md.", false, 0);
        if (!"https".equals(endpoint.getScheme()) && !"127.0.0.1".equals(endpoint.getHost()))
            throw new NoToken("OKTA_OAUTH2_TOKEN_ENDPOINT is no https address: no credential is sent there.", false, 0);
    }

    /** A token and the time of its renewal; the driver asks earlier when Neo4j refuses the token. */
    synchronized AuthTokenAndExpiration provide() {
        return retry.executeSupplier(this::newOrLast);
    }

    private AuthTokenAndExpiration newOrLast() {
        try {
            AccessToken token = breaker.executeSupplier(this::request);
            last = token.getValue();
            end = System.currentTimeMillis() + token.getLifetime() * 1000;
            return AuthTokens.bearer(last).expiringAt(end - Math.min(MARGIN, token.getLifetime() * 200));
        } catch (NoToken | CallNotPermittedException error) {
            // The driver's own exception does not have it.
            LOG.warn("no new token: {}", error.getMessage());
            long now = System.currentTimeMillis();
            if (now >= end - LAST) throw error;
            // While the old token works, a failed renewal costs nobody anything: one try now, the next one later.
            return AuthTokens.bearer(last).expiringAt(Math.min(end, now + backoff(error, 500, Math.max(1000, Math.min(30_000, (end - now) / 2)))));
        }
    }

    private AccessToken request() {
        HTTPRequest request = new TokenRequest.Builder(endpoint, Credentials.authentication(endpoint), new ClientCredentialsGrant())
                .scope(Scope.parse(Credentials.get("OKTA_OAUTH2_SCOPES"))).build().toHTTPRequest();
        request.setConnectTimeout(TIMEOUT);
        request.setReadTimeout(TIMEOUT);
        request.setFollowRedirects(false);
        long started = System.nanoTime();
        String status = "none";
        try {
            HTTPResponse answer = request.send();
            status = String.valueOf(answer.getStatusCode());
            TokenResponse response = TokenResponse.parse(answer);
            if (response.indicatesSuccess()) return usable(response.toSuccessResponse().getTokens().getAccessToken());
            boolean passes = answer.getStatusCode() == 429 || answer.getStatusCode() >= 500;
            String said = response.toErrorResponse().getErrorObject().toJSONObject().toJSONString();
            throw new NoToken("the token endpoint answered " + status + ": " + redacted(said), passes, asked(answer));
        } catch (IOException | ParseException error) {
            throw new NoToken("the token endpoint gives no token: " + redacted(error.getMessage()), true, 0);
        } finally {
            onRequest.accept(status, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private static AccessToken usable(AccessToken token) {
        if (AccessTokenType.BEARER.equals(token.getType()) && token.getLifetime() > 0) return token;
        throw new NoToken("the token endpoint answered without a bearer token that expires", false, 0);
    }

    private static boolean passes(Throwable error) {
        return error instanceof CallNotPermittedException || error instanceof NoToken reason && reason.passing;
    }

    /** Milliseconds: a random time, full jitter if it begins at 0, on top of what the server asks for. */
    private static long backoff(Throwable error, long shortest, long longest) {
        long asked = error instanceof NoToken reason ? reason.wait : 0;
        return asked + ThreadLocalRandom.current().nextLong(shortest, longest);
    }

    /** Milliseconds until Okta takes requests again, by its own clock. */
    private static long asked(HTTPResponse answer) {
        String reset = answer.getHeaderValue("X-Rate-Limit-Reset");
        String date = answer.getHeaderValue("Date");
        if (reset == null || date == null) return 0;
        long now = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
        return Math.max(0, Math.min(60, Long.parseLong(reset) - now)) * 1000;
    }

    /** Takes tokens, assertions and the secret out of a text, whoever put them there. */
    private static String redacted(String text) {
        String secret = Credentials.get("OKTA_OAUTH2_CLIENT_SECRET", "");
        String without = secret.isEmpty() ? text : text.replace(secret, "[secret]");
        return without.replaceAll("\\beyJ[\\w-]+(\\.[\\w-]*){2,4}", "[token]");
    }
}
