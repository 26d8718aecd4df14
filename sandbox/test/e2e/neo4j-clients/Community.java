import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.harness.Neo4jBuilders;

/**
 * A real Neo4j Community. The first line of its input is a JSON list of [setting, value]; it answers
 * why each is refused, or null. Then it boots, says on which ports, and ends with its input.
 */
public class Community {
    public static void main(String[] arguments) throws Exception {
        var json = new ObjectMapper();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var output = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        var probes = json.readValue(input.readLine(), String[][].class);
        var refusals = Arrays.stream(probes).map(probe -> refusal(probe[0], probe[1])).toArray();
        output.println(json.writeValueAsString(refusals));
        var builder = Neo4jBuilders.newInProcessBuilder().withConfig(GraphDatabaseSettings.auth_enabled, true);
        try (var neo4j = builder.build()) {
            neo4j.databaseManagementService().database("system").executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                    Map.of("password", System.getenv("PASSWORD")));
            var ports = Map.of("bolt", neo4j.boltURI().getPort(), "http", neo4j.httpURI().getPort());
            output.println(json.writeValueAsString(ports));
            input.readLine();
        }
    }

    static String refusal(String name, String value) {
        try {
            Config.newBuilder().setRaw(Map.of(name, value)).build();
            return null;
        } catch (RuntimeException error) {
            return error.getMessage();
        }
    }
}
