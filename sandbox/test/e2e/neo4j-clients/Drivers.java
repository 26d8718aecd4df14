import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokenManagers;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.EagerResult;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.QueryConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** What a service in Java does, against addresses from the environment; one JSON line per step. */
public class Drivers {
    static final String BOLT = System.getenv("BOLT_ADDRESS");
    static final String CREATE = """
            CREATE (a:Person {name: $name})
            CREATE (b:Person {name: $friend})
            CREATE (a)-[:KNOWS]->(b)
            """;
    static final String MERGE = "UNWIND $rows AS row MERGE (p:Person {name: row.name}) SET p += row";
    static final String KNOWS = "MATCH (p:Person)-[:KNOWS]->(:Person) RETURN p.name AS name, p.age AS age";
    static final String COMPONENTS =
            "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition";
    static int fetched = 0;

    public static void main(String[] arguments) throws Exception {
        for (var scheme : List.of("bolt", "neo4j")) {
            try (var driver = GraphDatabase.driver(scheme + "://" + BOLT, AuthTokens.bearer(fetchToken()))) {
                driver.verifyConnectivity();
                say("bearer over " + scheme, currentUser(driver, null));
            }
        }
        try (var driver = GraphDatabase.driver("bolt://" + BOLT, AuthTokens.bearer(fetchToken()))) {
            useData(driver);
        }
        try (var driver = GraphDatabase.driver("bolt://" + BOLT, AuthTokens.bearer("not-a-token"))) {
            refused("wrong token", driver::verifyConnectivity);
        }
        fetched = 0;
        var manager = AuthTokenManagers.bearer(() -> AuthTokens.bearer(fetchToken()).expiringAt(Long.MAX_VALUE));
        try (var driver = GraphDatabase.driver("neo4j://" + BOLT, manager)) {
            var before = currentUser(driver, null).get("user");
            say("before the expiry", object("user", before, "tokens", fetched));
            System.in.read();
            var after = currentUser(driver, null).get("user");
            say("after the expiry", object("user", after, "tokens", fetched));
        }
    }

    static void useData(Driver driver) {
        var home = ask(driver, "SHOW HOME DATABASE", Map.of()).records().get(0).get("name").asObject();
        var component = ask(driver, COMPONENTS, Map.of()).records().get(0).asMap();
        say("server", object("home", home, "version", component.get("version"), "edition", component.get("edition")));
        var names = Map.<String, Object>of("name", "Alice", "friend", "David");
        var created = ask(driver, CREATE, names).summary().counters();
        var people = List.of(Map.of("name", "Alice", "age", 42), Map.of("name", "Eve"));
        var merged = ask(driver, MERGE, Map.of("rows", people)).summary().counters();
        List<Map<String, Object>> rows;
        try (var session = driver.session()) {
            rows = session.executeRead(tx -> tx.run(KNOWS).list(row -> new LinkedHashMap<>(row.asMap())));
            try (var transaction = session.beginTransaction()) {
                transaction.run("CREATE (:Person)").consume();
                transaction.rollback();
            }
        }
        var deleted = ask(driver, "MATCH (p:Person) DETACH DELETE p", Map.of()).summary().counters();
        say("data", object(
                "created", List.of(created.nodesCreated(), created.relationshipsCreated()),
                "merged", List.of(merged.nodesCreated(), merged.propertiesSet()),
                "rows", rows,
                "deleted", List.of(deleted.nodesDeleted(), deleted.relationshipsDeleted())));
        var password = AuthTokens.basic("neo4j", System.getenv("PASSWORD"));
        say("session auth", currentUser(driver, password));
        say("verified", object("right", driver.verifyAuthentication(password)));
        refused("unknown statement", () -> ask(driver, "MERGE (:A)", Map.of()));
    }

    static EagerResult ask(Driver driver, String statement, Map<String, Object> parameters) {
        var config = QueryConfig.builder().withDatabase("neo4j").build();
        return driver.executableQuery(statement).withParameters(parameters).withConfig(config).execute();
    }

    static Map<String, Object> currentUser(Driver driver, AuthToken token) {
        var config = QueryConfig.builder().withDatabase("system").build();
        var query = driver.executableQuery("SHOW CURRENT USER").withConfig(config);
        var result = (token == null ? query : query.withAuthToken(token)).execute();
        var row = result.records().get(0).asMap();
        var server = result.summary().server();
        return object("user", row.get("user"), "roles", row.get("roles"),
                "protocol", server.protocolVersion(), "agent", server.agent());
    }

    static void refused(String step, Runnable run) {
        try {
            run.run();
            say(step, object());
        } catch (Neo4jException error) {
            say(step, object("code", error.code(), "gqlStatus", error.gqlStatus()));
        }
    }

    static String fetchToken() {
        fetched++;
        var credentials = System.getenv("CLIENT_ID") + ":" + System.getenv("CLIENT_SECRET");
        var basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(System.getenv("TOKEN_ENDPOINT")))
                .header("authorization", "Basic " + basic)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=neo4j_groups"))
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            var token = Pattern.compile("\"access_token\":\\s*\"([^\"]+)\"").matcher(answer);
            if (!token.find()) throw new IllegalStateException("no access token");
            return token.group(1);
        } catch (java.io.IOException | InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }

    static Map<String, Object> object(Object... keysAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return object;
    }

    static void say(String step, Map<String, Object> details) {
        var line = object("step", step);
        line.putAll(details);
        System.out.println(json(line));
    }

    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Drivers::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}
