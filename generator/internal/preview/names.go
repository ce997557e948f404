package preview

import (
	"net"
	"net/netip"
	"strings"
)

// welcome reports whether a request with this Host header is answered: a loopback
// name, an address, or one of the given names. This stops DNS rebinding, where a
// foreign page whose name leads to this machine would have the same origin as the
// site.
func (p *pages) welcome(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	} else {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	name = plainName(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || name != "" && p.names[name]
}

// plainName returns the form of a host name that is compared.
func plainName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
