module example.com/price-reader

go 1.26.0

require (
	github.com/failsafe-go/failsafe-go v0.9.8
	github.com/golang-jwt/jwt/v5 v5.3.1
	github.com/neo4j/neo4j-go-driver/v5 v5.28.4
	golang.org/x/oauth2 v0.38.0
)

require github.com/bits-and-blooms/bitset v1.24.4 // indirect
