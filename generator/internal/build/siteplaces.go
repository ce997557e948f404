package build

import (
	"io/fs"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/yamlpos"
)

// siteKeys are the keys of site.yaml that findings are about, by their codes.
var siteKeys = map[string]string{"host_limit": "host", "accent": "accent", "accent_contrast": "accent", "logo": "logo", "language": "languages"}

// InSite gives findings about data/site.yaml that know no line the place of the key
// that they are about. The file was read before.
func InSite(fsys fs.FS, found problem.List) problem.List {
	const file = "data/site.yaml"
	var f *yamlpos.Fields
	for i := range found {
		key := siteKeys[found[i].Code]
		if found[i].Path != file || key == "" || found[i].Line > 1 {
			continue
		}
		if f == nil {
			text, err := fs.ReadFile(fsys, file)
			if err != nil {
				return found
			}
			root, ok := yamlpos.Parse(file, text, &problem.List{})
			if !ok {
				return found
			}
			all, _ := root.SomeFields("host", "accent", "logo", "languages")
			f = &all
		}
		if v := f.Get(key); v.Exists() {
			at := v.Place()
			found[i].Line, found[i].Column = at.Line, at.Column
		}
	}
	return found
}
