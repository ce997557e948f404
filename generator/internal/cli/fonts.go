package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/certificate/truetype"
)

type fontsOptions struct{ dir, packages string }

func (o *fontsOptions) options() []option {
	return []option{inProject(&o.dir), fromPackages(&o.packages)}
}

// do copies the font of a script out of an installed package into the project, with
// its licence. Nothing is fetched.
func (o *fontsOptions) do(l *line) error {
	if l.word(0) != "add" {
		return misused("guntime fonts add tamil", "fonts cannot %q", l.word(0))
	}
	var scripts []string
	for _, s := range script.Fonts {
		scripts = append(scripts, s.Name)
	}
	at := slices.Index(scripts, l.word(1))
	if at < 0 {
		return misused("it must be one of "+strings.Join(scripts, ", "), "there is no script %q", l.word(1))
	}
	of := script.Fonts[at]
	places := []string{filepath.Join(o.dir, "node_modules"), "/usr/share/fonts"}
	if o.packages != "" {
		places = []string{o.packages}
	}
	found, err := fontFiles(places, of)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		family := kebab(of.Families[len(of.Families)-1])
		return misused("npm install @expo-google-fonts/"+family+" in the project, or apt install fonts-noto-core", "no font of %s is installed", of.Name)
	}
	for _, f := range found {
		data, failed := os.ReadFile(f.path)
		if failed == nil && strings.HasSuffix(f.path, ".woff") {
			data, failed = truetype.FromWOFF(data)
		}
		if failed == nil {
			failed = truetype.Usable(data)
		}
		licence := ""
		if failed == nil {
			licence, failed = licenceOf(f.path)
		}
		if failed != nil {
			err = cmp.Or(err, fmt.Errorf("%s: %w", f.path, failed))
			continue
		}
		return o.add(l, f, data, licence)
	}
	return misused("another package may have a static TrueType file", "no font of %s can be used: %w", of.Name, err)
}

// add writes a font and its licence into the project.
func (o *fontsOptions) add(l *line, f fontFile, data []byte, licence string) error {
	text, err := os.ReadFile(licence)
	if err != nil {
		return err
	}
	dir := filepath.Join(o.dir, "templates", "fonts")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	name := filepath.Join(dir, f.family+"-"+weights[f.weight]+".ttf")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, f.family+"-licence.txt"), text, 0o666); err != nil {
		return err
	}
	fmt.Fprintf(l.stdout, "%s: from %s, with its licence beside it; every design uses it for what its own fonts lack\n", name, f.path)
	return nil
}

// fontFile is a font of a package.
type fontFile struct {
	path, family string
	rank         int // of the family, 0 for the best
	weight       int // index in weights
}

// weights are the weights of fonts for names, the best first, with the number that
// packages give them.
var (
	weights       = []string{"SemiBold", "Bold", "Medium", "Regular"}
	weightNumbers = []string{"600", "700", "500", "400"}
)

// fontFiles returns the fonts of a script within some folders, the best first. A
// folder that does not exist has none.
func fontFiles(places []string, script script.Font) (found []fontFile, err error) {
	for rank, family := range script.Families {
		plain := regexp.MustCompile("^" + family + `[-_][0-9]*(SemiBold|Bold|Medium|Regular)\.ttf$`)
		web := regexp.MustCompile("^" + kebab(family) + "-" + kebab(script.Name) + `-([4567]00)-normal\.woff$`)
		for _, place := range places {
			err = cmp.Or(err, filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
				switch {
				case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission):
					return nil
				case err != nil || d.IsDir():
					return err
				}
				weight := -1
				if m := plain.FindStringSubmatch(d.Name()); m != nil {
					weight = slices.Index(weights, m[1])
				} else if m := web.FindStringSubmatch(d.Name()); m != nil {
					weight = slices.Index(weightNumbers, m[1])
				}
				if weight >= 0 {
					found = append(found, fontFile{path, family, rank, weight})
				}
				return nil
			}))
		}
	}
	slices.SortStableFunc(found, func(a, b fontFile) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.weight, b.weight), cmp.Compare(a.path, b.path))
	})
	return found, err
}

// kebab writes NotoSansTamil as noto-sans-tamil.
func kebab(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(name, "$1-$2"))
}

// licenceOf returns the file with the licence of a font: of its npm package, or of
// its Debian package.
func licenceOf(path string) (string, error) {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		for _, name := range []string{"LICENSE_FONT", "OFL.txt", "LICENSE"} {
			if file := filepath.Join(dir, name); isFile(file) {
				return file, nil
			}
		}
		if isFile(filepath.Join(dir, "package.json")) || dir == filepath.Dir(dir) {
			break
		}
		if filepath.Base(dir) == "fonts" { // usr/share/fonts, beside usr/share/doc
			for _, name := range []string{"fonts-noto-core", "fonts-noto-extra", "fonts-noto-ui-core", "fonts-noto-unhinted"} {
				if file := filepath.Join(filepath.Dir(dir), "doc", name, "copyright"); isFile(file) {
					return file, nil
				}
			}
		}
	}
	return "", errors.New("its package has no licence")
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
