using System.Security.Cryptography;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PriceReader;

/// <summary>Why there is no token. Holds no secret. Passing: 429, 5xx or no answer.</summary>
sealed class NoToken(string what, bool passing = false, TimeSpan wait = default) : Exception(what)
{
    public bool Passing => passing;
    public TimeSpan Wait => wait;
}

/// <summary>The delivered credentials: files in CREDENTIALS_DIRECTORY, else variables.</summary>
static class Credentials
{
    public static string Get(string name) => Find(name) ?? throw new NoToken($"{name} is not set, as a variable or a file in CREDENTIALS_DIRECTORY. See README.md.");

    public static string? Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
        var text = string.IsNullOrEmpty(folder) ? Environment.GetEnvironmentVariable(name) : Read(Path.Combine(folder, name));
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Reads secret or key for one request, so that a replaced file is taken without a restart.</summary>
    public static ClientCredentialsTokenRequest Request(string endpoint)
    {
        var request = new ClientCredentialsTokenRequest { Address = endpoint, ClientId = Get("OKTA_OAUTH2_CLIENT_ID"), Scope = Get("OKTA_OAUTH2_SCOPES") };
        var method = Find("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD");
        request.ClientSecret = method == "private_key_jwt" ? null : Find("OKTA_OAUTH2_CLIENT_SECRET");
        request.ClientCredentialStyle = request.ClientSecret is null || method == "client_secret_post" ? ClientCredentialStyle.PostBody : ClientCredentialStyle.AuthorizationHeader;
        if (request.ClientSecret is not null) return request;
        request.ClientAssertion.Type = OidcConstants.ClientAssertionTypes.JwtBearer;
        request.ClientAssertion.Value = Sign(request.ClientId, endpoint);
        return request;
    }

    /// <summary>A client assertion (RFC 7523 section 2.2).</summary>
    static string Sign(string client, string audience)
    {
        using var rsa = RSA.Create();
        try
        {
            var file = Find("OKTA_OAUTH2_PRIVATE_KEY_FILE");
            rsa.ImportFromPem(file is null ? Get("OKTA_OAUTH2_PRIVATE_KEY") : Read(file));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new NoToken("OKTA_OAUTH2_PRIVATE_KEY is no RSA key in PEM.");
        }
        var key = new RsaSecurityKey(rsa) { KeyId = Find("OKTA_OAUTH2_PRIVATE_KEY_ID") };
        // Without its cache: that would keep a signer whose key is disposed of here.
        key.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = client, Audience = audience, Expires = DateTime.UtcNow.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = client, ["jti"] = Guid.NewGuid().ToString() },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
    }

    static string? Read(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
