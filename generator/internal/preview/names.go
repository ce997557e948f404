package preview

import (
	"net"
	"net/netip"
	"strings"
)

// welcome reports whether a request may come under the name in its header Host:
// a loopback name, an address, or one of those that were given. A page of
// somebody else whose name leads to this machine by now (DNS rebinding) would be
// of one origin with the site; it needs a name for that, which is none of these.
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

// plainName is a host's name as it is compared.
func plainName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }
