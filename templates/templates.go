// Package templates carries the site's templates, its style and fonts, and the
// design of the certificate. A project's own folder of the same name stands
// before it, file by file.
package templates

import "embed"

// FS holds base.html, the pages, evidence.html for the referee, parts/, assets/, fonts/ and the designs
// of the certificate: certificate.yaml and certificate-NAME.yaml.
//
//go:embed *.html parts assets fonts certificate*.yaml
var FS embed.FS
