package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/certificate/truetype"
	"guntime/templates"
)

// installedFont is a font file as a package brings it: one of the program's own.
func installedFont(t *testing.T) []byte {
	t.Helper()
	packed, err := templates.FS.ReadFile("fonts/NotoSerifThai-SemiBold.ttf" + truetype.PackedSuffix)
	if err != nil {
		t.Fatal(err)
	}
	font, err := truetype.Unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	return font
}

// installPackage puts a package with a font of a family, and its licence, into a folder.
func installPackage(t *testing.T, folder, family string) {
	t.Helper()
	err := os.CopyFS(folder, fstest.MapFS{
		"font/package.json":            {Data: []byte("{}")},
		"font/LICENSE_FONT":            {Data: []byte("licence")},
		"font/" + family + "-Bold.ttf": {Data: installedFont(t)},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFontsAddCopiesTheBestFontOfAPackageWithItsLicence(t *testing.T) {
	font := installedFont(t)
	packages := fstest.MapFS{
		"@expo-google-fonts/noto-sans-tamil/package.json":                              {Data: []byte("{}")},
		"@expo-google-fonts/noto-sans-tamil/LICENSE_FONT":                              {Data: []byte("sans")},
		"@expo-google-fonts/noto-sans-tamil/600SemiBold/NotoSansTamil_600SemiBold.ttf": {Data: font},
		"@expo-google-fonts/noto-serif-tamil/package.json":                             {Data: []byte("{}")},
		"@expo-google-fonts/noto-serif-tamil/LICENSE_FONT":                             {Data: []byte("serif")},
		"@expo-google-fonts/noto-serif-tamil/400Regular/NotoSerifTamil_400Regular.ttf": {Data: font},
		"@expo-google-fonts/noto-serif-tamil/700Bold/NotoSerifTamil_700Bold.ttf":       {Data: font},
		"share/fonts/truetype/noto/NotoSansKhmer-Bold.ttf":                             {Data: []byte("no font")},
		"share/fonts/truetype/noto/NotoSansLao-Bold.ttf":                               {Data: font},
		"share/doc/fonts-noto-core/copyright":                                          {Data: []byte("debian")},
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "node_modules"), packages); err != nil {
		t.Fatal(err)
	}
	said := func(words ...string) string {
		var out bytes.Buffer
		Run(context.Background(), append([]string{"fonts"}, words...), &out, &out)
		return out.String()
	}
	for script, want := range map[string][2]string{"tamil": {"NotoSerifTamil-Bold.ttf", "serif"}, "lao": {"NotoSansLao-Bold.ttf", "debian"}} {
		out := said("-C", dir, "add", script)
		got, err := os.ReadFile(filepath.Join(dir, "templates", "fonts", want[0]))
		if err != nil || !bytes.Equal(got, font) {
			t.Errorf("%s: %v\n%s", script, err, out)
		}
		family, _, _ := strings.Cut(want[0], "-")
		if licence, err := os.ReadFile(filepath.Join(dir, "templates", "fonts", family+"-licence.txt")); string(licence) != want[1] {
			t.Errorf("%s: the licence is %q, %v", script, licence, err)
		}
	}
	for _, c := range [][2]string{{"khmer", "NotoSansKhmer-Bold.ttf"}, {"tibetan", "npm install"}, {"klingon", "must be one of"}} {
		if out := said("-C", dir, "-packages", filepath.Join(dir, "node_modules"), "add", c[0]); !strings.Contains(out, c[1]) {
			t.Errorf("%s: %s", c[0], out)
		}
	}
}
