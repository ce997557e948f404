package read

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// device reports whether Windows reserves a name for a device. No file and no
// folder can have such a name there, in any case and with any ending.
func device(name string) bool {
	name, _, _ = strings.Cut(strings.ToLower(name), ".")
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	port, is := strings.CutPrefix(name, "com")
	if !is {
		port, is = strings.CutPrefix(name, "lpt")
	}
	return is && len(port) == 1 && port[0] >= '0' && port[0] <= '9'
}

// errDevice is the error of such a name.
var errDevice = errors.New("a name that Windows keeps for a device: no file can have it there")

// bucketPattern is what every service accepts as the name of a bucket.
var bucketPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// BucketName returns the name of a bucket as it is, or says why no service
// accepts it.
func BucketName(s string) (string, error) {
	_, notAddress := netip.ParseAddr(s)
	switch {
	case len(s) < 3 || len(s) > 63:
		return "", errors.New("not 3 to 63 characters long")
	case !bucketPattern.MatchString(s):
		return "", errors.New("not made of lower-case letters, digits, points and hyphens, with a letter or digit at both ends")
	case strings.Contains(s, "..") || strings.Contains(s, ".-") || strings.Contains(s, "-."):
		return "", errors.New("not a name: points stand between letters or digits")
	case notAddress == nil:
		return "", errors.New("an address, not a name")
	case strings.HasPrefix(s, "xn--"), strings.HasSuffix(s, "-s3alias"):
		return "", errors.New("a name that the services keep for themselves")
	}
	return s, nil
}

// endpoint returns the address of a service as it is, or says why it is none.
func endpoint(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || strings.ContainsAny(u.Hostname(), " _/") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", errors.New("not the address of a service")
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "", errors.New("an address whose port there is not")
		}
	}
	return s, nil
}

// regionPattern is what services call their regions.
var regionPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

func region(s string) (string, error) {
	if !regionPattern.MatchString(s) {
		return "", errors.New("not the name of a region")
	}
	return s, nil
}
