package example;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The delivered credentials: files in CREDENTIALS_DIRECTORY, else variables. */
class Credentials {
    private static final String FOLDER = System.getenv("CREDENTIALS_DIRECTORY");

    static String get(String name) {
        String value = get(name, "");
        if (value.isEmpty()) throw new NoToken(name + " is not set, as a variable or a file in CREDENTIALS_DIRECTORY. See README.md.", false, 0);
        return value;
    }

    static String get(String name, String absent) {
        String value = FOLDER == null ? System.getenv().getOrDefault(name, "") : read(Path.of(FOLDER, name));
        return value.isBlank() ? absent : value.strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            return "";
        }
    }

    /** Reads secret or key for one request, so that a replaced file is taken without a restart. */
    static ClientAuthentication authentication(URI endpoint) {
        ClientID client = new ClientID(get("OKTA_OAUTH2_CLIENT_ID"));
        String secret = get("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD", "").equals("private_key_jwt") ? "" : get("OKTA_OAUTH2_CLIENT_SECRET", "");
        if (get("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD", "").equals("client_secret_post")) return new ClientSecretPost(client, new Secret(secret));
        if (!secret.isEmpty()) return new ClientSecretBasic(client, new Secret(secret));
        String file = get("OKTA_OAUTH2_PRIVATE_KEY_FILE", "");
        String pem = file.isEmpty() ? get("OKTA_OAUTH2_PRIVATE_KEY") : read(Path.of(file));
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
            String kid = get("OKTA_OAUTH2_PRIVATE_KEY_ID", "");
            return new PrivateKeyJWT(client, endpoint, JWSAlgorithm.RS256, key, kid.isEmpty() ? null : kid, null);
        } catch (GeneralSecurityException | IllegalArgumentException | JOSEException error) {
            throw new NoToken("OKTA_OAUTH2_PRIVATE_KEY is no RSA key in PEM (PKCS#8).", false, 0);
        }
    }
}
