// A service that queries Neo4j as itself, again and again, until SIGTERM. See README.md.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/auth"
)

func main() {
	tokens, err := NewTokens()
	if err != nil {
		log.Fatal(err)
	}
	driver, err := neo4j.NewDriverWithContext(setting("NEO4J_URI"), auth.BearerTokenManager(tokens.Provide))
	if err != nil {
		log.Fatalf("NEO4J_URI: %v", err)
	}
	ctx, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer driver.Close(ctx)
	pause, err := time.ParseDuration(cmp.Or(os.Getenv("QUERY_INTERVAL"), "1") + "s")
	if err != nil {
		log.Fatalf("QUERY_INTERVAL: %v", err)
	}
	for ctx.Err() == nil {
		result, err := neo4j.ExecuteQuery(ctx, driver, "SHOW CURRENT USER", nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("system"))
		if err == nil {
			user := result.Records[0].AsMap()
			fmt.Printf("%v: %v\n", user["user"], user["roles"])
		} else if ctx.Err() == nil {
			log.Printf("query failed: %v", err)
		}
		time.Sleep(pause)
	}
}
