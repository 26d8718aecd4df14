package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	"github.com/golang-jwt/jwt/v5"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	margin      = 5 * time.Minute  // Before its end a token is renewed; at most a fifth of its lifetime.
	last        = time.Second / 2  // Before its end from which on a token is not offered any more: it could end on its way to Neo4j.
	tries       = 10               // Requests for a token while there is none that still works.
	timeout     = 10 * time.Second // Of one request.
	longestWait = 5 * time.Second  // Of backoff, beside what the server asks for.
)

// setting is a key of the delivered credentials: a file in CREDENTIALS_DIRECTORY, else a variable.
func setting(name string) string {
	text := []byte(os.Getenv(name))
	if folder := os.Getenv("CREDENTIALS_DIRECTORY"); folder != "" {
		text, _ = os.ReadFile(filepath.Join(folder, name))
	}
	return strings.TrimSpace(string(text))
}

// noToken says why there is no token, whether that may pass by itself, and what wait the server asks for.
type noToken struct {
	what    string
	passing bool
	wait    time.Duration
}

func (e *noToken) Error() string { return e.what }

// Tokens of one service account of Okta, for auth.BearerTokenManager: one call of Provide at a time.
type Tokens struct {
	OnRequest func(status int, latency time.Duration) // For metrics; status 0: no answer.
	breaker   circuitbreaker.CircuitBreaker[*oauth2.Token]
	token     *oauth2.Token
}

func NewTokens() (*Tokens, error) {
	if version := setting("NEO4J_OKTA_CREDENTIALS_VERSION"); version != "" && version != "1" {
		return nil, errors.New("NEO4J_OKTA_CREDENTIALS_VERSION is " + version + "; this reads 1. See docs/credentials.md")
	}
	endpoint, err := url.Parse(setting("OKTA_OAUTH2_TOKEN_ENDPOINT"))
	if err != nil || endpoint.Scheme != "https" && endpoint.Hostname() != "127.0.0.1" {
		return nil, errors.New("OKTA_OAUTH2_TOKEN_ENDPOINT is not set, as a variable or a file in CREDENTIALS_DIRECTORY, or is no https address. See README.md")
	}
	builder := circuitbreaker.NewBuilder[*oauth2.Token]().HandleIf(passing).WithFailureThreshold(20).WithDelay(15 * time.Second)
	return &Tokens{token: &oauth2.Token{}, breaker: builder.Build(), OnRequest: func(status int, latency time.Duration) {
		log.Printf("token request: %d in %.3f s", status, latency.Seconds())
	}}, nil
}

// Provide gives a token and the time of its renewal; the driver asks earlier when Neo4j refuses the token.
func (t *Tokens) Provide(ctx context.Context) (neo4j.AuthToken, *time.Time, error) {
	retries := retrypolicy.NewBuilder[time.Time]().HandleIf(passing).WithMaxAttempts(tries).ReturnLastFailure().
		WithDelayFunc(func(failed failsafe.ExecutionAttempt[time.Time]) time.Duration {
			return backoff(failed.LastError(), 0, min(longestWait, 500*time.Millisecond<<min(9, failed.Attempts())))
		}).Build()
	renewal, err := failsafe.With(retries).WithContext(ctx).Get(t.renew)
	return neo4j.BearerAuth(t.token.AccessToken), &renewal, err
}

// renew asks for a new token, and gives the time of the next renewal.
func (t *Tokens) renew() (time.Time, error) {
	token, err := failsafe.With(t.breaker).Get(t.request)
	if err == nil {
		t.token = token
		return token.Expiry.Add(-min(margin, time.Until(token.Expiry)/5)), nil
	}
	log.Printf("no new token: %v", err)
	if left := time.Until(t.token.Expiry); left >= last {
		// While the old token works, a failed renewal costs nobody anything: one try now, the next one later.
		return time.Now().Add(min(left, backoff(err, time.Second/2, max(time.Second, min(30*time.Second, left/2))))), nil
	}
	return time.Time{}, err
}

// request reads the credential each time, so that a replaced file is taken without a restart.
func (t *Tokens) request() (*oauth2.Token, error) {
	config := clientcredentials.Config{AuthStyle: oauth2.AuthStyleInParams, Scopes: []string{setting("OKTA_OAUTH2_SCOPES")},
		TokenURL: setting("OKTA_OAUTH2_TOKEN_ENDPOINT"), ClientID: setting("OKTA_OAUTH2_CLIENT_ID"), ClientSecret: setting("OKTA_OAUTH2_CLIENT_SECRET")}
	if method := setting("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD"); method == "private_key_jwt" || config.ClientSecret == "" {
		assertion, err := sign(config.ClientID, config.TokenURL)
		if err != nil {
			return nil, err
		}
		config.ClientSecret, config.EndpointParams = "", url.Values{"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion}}
	} else if method != "client_secret_post" {
		config.AuthStyle = oauth2.AuthStyleInHeader
	}
	client := &http.Client{Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	started, status := time.Now(), http.StatusOK
	token, err := config.Token(context.WithValue(context.Background(), oauth2.HTTPClient, client))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		status = refused.Response.StatusCode
		what := fmt.Sprintf("the token endpoint answered %d %s %s", status, refused.ErrorCode, refused.ErrorDescription)
		err = &noToken{redacted(what, config.ClientSecret), status == http.StatusTooManyRequests || status >= 500, asked(refused.Response.Header)}
	} else if err != nil {
		status, err = 0, &noToken{redacted("the token endpoint gives no token: "+err.Error(), config.ClientSecret), true, 0}
	} else if !strings.EqualFold(token.TokenType, "bearer") || token.Expiry.IsZero() {
		err = &noToken{what: "the token endpoint answered without a bearer token that expires"}
	}
	t.OnRequest(status, time.Since(started))
	return token, err
}

// sign makes a client assertion (RFC 7523 section 2.2). Its errors hold no part of the key.
func sign(client, audience string) (string, error) {
	text := []byte(setting("OKTA_OAUTH2_PRIVATE_KEY"))
	if file := setting("OKTA_OAUTH2_PRIVATE_KEY_FILE"); file != "" {
		text, _ = os.ReadFile(file)
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM(text)
	if err != nil {
		return "", &noToken{what: "neither OKTA_OAUTH2_CLIENT_SECRET is set nor OKTA_OAUTH2_PRIVATE_KEY, an RSA key in PEM. See README.md"}
	}
	assertion := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{"iss": client, "sub": client, "aud": audience,
		"jti": rand.Text(), "iat": time.Now().Unix(), "exp": time.Now().Add(5 * time.Minute).Unix()})
	if kid := setting("OKTA_OAUTH2_PRIVATE_KEY_ID"); kid != "" {
		assertion.Header["kid"] = kid
	}
	return assertion.SignedString(key)
}

func passing[R any](_ R, err error) bool {
	reason, ok := errors.AsType[*noToken](err)
	return errors.Is(err, circuitbreaker.ErrOpen) || ok && reason.passing
}

// backoff is a random time, full jitter if it begins at 0, on top of what the server asks for.
func backoff(err error, shortest, longest time.Duration) time.Duration {
	wait := shortest + mathrand.N(longest-shortest)
	if reason, ok := errors.AsType[*noToken](err); ok {
		wait += reason.wait
	}
	return wait
}

// asked is the time until Okta takes requests again, by its own clock.
func asked(header http.Header) time.Duration {
	reset, _ := strconv.ParseInt(header.Get("X-Rate-Limit-Reset"), 10, 64)
	now, _ := http.ParseTime(header.Get("Date"))
	return min(time.Minute, max(0, time.Unix(reset, 0).Sub(now)))
}

var tokensIn = regexp.MustCompile(`\beyJ[\w-]+(\.[\w-]*){2,4}`)

// redacted takes tokens, assertions and the secret out of a text, whoever put them there.
func redacted(text, secret string) string {
	return tokensIn.ReplaceAllString(strings.ReplaceAll(text, cmp.Or(secret, "\x00"), "[secret]"), "[token]")
}
