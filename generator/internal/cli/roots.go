//go:build roots

package cli

// Certificate authorities for a machine that has none, such as a container from
// scratch: without them no bucket could be trusted.
import _ "golang.org/x/crypto/x509roots/fallback"
