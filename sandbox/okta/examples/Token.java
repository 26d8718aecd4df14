import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Gets a token from an authorization server over TLS, with the JDK alone: `java Token.java`.
 *
 * <p>Environment: ISSUER, CA_FILE, CLIENT_ID, CLIENT_SECRET, SCOPE. Prints the token's claims as JSON, not the token.
 */
public class Token {
    public static void main(String[] arguments) throws Exception {
        HttpClient http = HttpClient.newBuilder().sslContext(trusting(env("CA_FILE"))).build();
        String discovery = env("ISSUER") + "/.well-known/oauth-authorization-server";
        String metadata = send(http, HttpRequest.newBuilder(URI.create(discovery)));
        String pair = encoded(env("CLIENT_ID")) + ":" + encoded(env("CLIENT_SECRET"));
        String form = "grant_type=client_credentials&scope=" + encoded(env("SCOPE"));
        String answer =
                send(
                        http,
                        HttpRequest.newBuilder(URI.create(text(metadata, "token_endpoint")))
                                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)));
        String payload = text(answer, "access_token").split("\\.")[1];
        System.out.println(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    /** Trusts the certificates of one PEM file, and nothing else. */
    private static SSLContext trusting(String file) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca-" + number++, one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String send(HttpClient http, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IllegalStateException(response.statusCode() + " " + response.body());
        return response.body();
    }

    /** A text of a flat JSON document. A program of your own has a JSON library for this. */
    private static String text(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new IllegalStateException("no " + name + " in the answer");
        return found.group(1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException(name + " is not set");
        return value;
    }
}
