package example;

import org.neo4j.driver.AuthTokenManagers;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.QueryConfig;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that queries Neo4j as itself, again and again, until SIGTERM. See README.md. */
public class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    public static void main(String[] arguments) {
        long pause = (long) (1000 * Double.parseDouble(System.getenv().getOrDefault("QUERY_INTERVAL", "1")));
        Tokens tokens = new Tokens((status, time) -> LOG.info("token request: {} in {} s", status, time.toMillis() / 1000.0));
        QueryConfig system = QueryConfig.builder().withDatabase("system").build();
        Runtime.getRuntime().addShutdownHook(new Thread(Thread.currentThread()::interrupt));
        try (Driver driver = GraphDatabase.driver(Credentials.get("NEO4J_URI"), AuthTokenManagers.bearer(tokens::provide))) {
            while (true) {
                Thread.sleep(pause);
                try {
                    Record user = driver.executableQuery("SHOW CURRENT USER").withConfig(system).execute().records().get(0);
                    System.out.println(user.get("user").asString() + ": " + String.join(", ", user.get("roles").asList(Value::asString)));
                } catch (RuntimeException error) {
                    LOG.error("query failed: {}", error.getMessage());
                }
            }
        } catch (InterruptedException stopped) {
            // By SIGTERM; the driver is closed.
        }
    }
}
