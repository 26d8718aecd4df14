// What a service in Go does, against addresses from the environment; one JSON line per step.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v6/neo4j"
	"github.com/neo4j/neo4j-go-driver/v6/neo4j/auth"
)

const (
	create = `
		CREATE (a:Person {name: $name})
		CREATE (b:Person {name: $friend})
		CREATE (a)-[:KNOWS]->(b)`
	merge      = "UNWIND $rows AS row MERGE (p:Person {name: row.name}) SET p += row"
	knows      = "MATCH (p:Person)-[:KNOWS]->(:Person) RETURN p.name AS name, p.age AS age"
	components = "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition"
)

type object = map[string]any

var (
	ctx     = context.Background()
	bolt    = os.Getenv("BOLT_ADDRESS")
	fetched = 0
)

func main() {
	for _, scheme := range []string{"bolt", "neo4j"} {
		driver := connect(scheme, neo4j.BearerAuth(fetchToken()))
		check(driver.VerifyConnectivity(ctx))
		say("bearer over "+scheme, currentUser(driver))
		check(driver.Close(ctx))
	}
	driver := connect("bolt", neo4j.BearerAuth(fetchToken()))
	useData(driver)
	check(driver.Close(ctx))

	driver = connect("bolt", neo4j.BearerAuth("not-a-token"))
	refused("wrong token", driver.VerifyConnectivity(ctx))
	check(driver.Close(ctx))

	fetched = 0
	manager := auth.BearerTokenManager(func(context.Context) (neo4j.AuthToken, *time.Time, error) {
		return neo4j.BearerAuth(fetchToken()), nil, nil
	})
	driver = connect("neo4j", manager)
	say("before the expiry", object{"user": currentUser(driver)["user"], "tokens": fetched})
	_, err := bufio.NewReader(os.Stdin).ReadString('\n')
	check(err)
	say("after the expiry", object{"user": currentUser(driver)["user"], "tokens": fetched})
	check(driver.Close(ctx))
}

func useData(driver neo4j.Driver) {
	home := must(ask(driver, "SHOW HOME DATABASE", nil)).Records[0].AsMap()["name"]
	component := must(ask(driver, components, nil)).Records[0].AsMap()
	say("server", object{"home": home, "version": component["version"], "edition": component["edition"]})

	created := must(ask(driver, create, object{"name": "Alice", "friend": "David"})).Summary.Counters()
	people := []any{object{"name": "Alice", "age": 42}, object{"name": "Eve"}}
	merged := must(ask(driver, merge, object{"rows": people})).Summary.Counters()
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	rows := must(session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, knows, nil)
		if err != nil {
			return nil, err
		}
		records, err := result.Collect(ctx)
		rows := []object{}
		for _, record := range records {
			rows = append(rows, record.AsMap())
		}
		return rows, err
	}))
	transaction := must(session.BeginTransaction(ctx))
	must(transaction.Run(ctx, "CREATE (:Person)", nil))
	check(transaction.Rollback(ctx))
	check(session.Close(ctx))
	deleted := must(ask(driver, "MATCH (p:Person) DETACH DELETE p", nil)).Summary.Counters()
	say("data", object{
		"created": []int{created.NodesCreated(), created.RelationshipsCreated()},
		"merged":  []int{merged.NodesCreated(), merged.PropertiesSet()},
		"rows":    rows,
		"deleted": []int{deleted.NodesDeleted(), deleted.RelationshipsDeleted()},
	})

	password := neo4j.BasicAuth("neo4j", os.Getenv("PASSWORD"), "")
	say("session auth", currentUser(driver, neo4j.ExecuteQueryWithAuthToken(password)))
	say("verified", object{"right": driver.VerifyAuthentication(ctx, &password) == nil})
	_, err := ask(driver, "MERGE (:A)", nil)
	refused("unknown statement", err)
}

func connect(scheme string, token auth.TokenManager) neo4j.Driver {
	return must(neo4j.NewDriver(fmt.Sprintf("%s://%s", scheme, bolt), token))
}

func ask(driver neo4j.Driver, statement string, parameters object) (*neo4j.EagerResult, error) {
	return neo4j.ExecuteQuery(ctx, driver, statement, parameters, neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase("neo4j"))
}

func currentUser(driver neo4j.Driver, options ...neo4j.ExecuteQueryConfigurationOption) object {
	options = append(options, neo4j.ExecuteQueryWithDatabase("system"))
	result := must(neo4j.ExecuteQuery(ctx, driver, "SHOW CURRENT USER", nil, neo4j.EagerResultTransformer, options...))
	row, server := result.Records[0].AsMap(), result.Summary.Server()
	version := server.ProtocolVersion()
	return object{
		"user":     row["user"],
		"roles":    row["roles"],
		"protocol": fmt.Sprintf("%d.%d", version.Major, version.Minor),
		"agent":    server.Agent(),
	}
}

func refused(step string, err error) {
	var failure *neo4j.Neo4jError
	if errors.As(err, &failure) {
		say(step, object{"code": failure.Code, "gqlStatus": failure.GqlStatus})
	} else {
		say(step, object{})
	}
}

func fetchToken() string {
	fetched++
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"neo4j_groups"}}
	request := must(http.NewRequest("POST", os.Getenv("TOKEN_ENDPOINT"), strings.NewReader(form.Encode())))
	request.Header.Set("content-type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(os.Getenv("CLIENT_ID"), os.Getenv("CLIENT_SECRET"))
	answer := must(http.DefaultClient.Do(request))
	defer answer.Body.Close()
	var body struct {
		AccessToken string `json:"access_token"`
	}
	check(json.NewDecoder(answer.Body).Decode(&body))
	return body.AccessToken
}

func say(step string, details object) {
	line := object{"step": step}
	for key, value := range details {
		line[key] = value
	}
	fmt.Println(string(must(json.Marshal(line))))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
