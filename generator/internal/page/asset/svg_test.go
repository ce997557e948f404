package asset

import (
	"strings"
	"testing"

	"guntime/templates"
)

func TestAPictureOfAThemeHasNoScriptAndLoadsNothing(t *testing.T) {
	const open, end = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">`, `</svg>`
	for name, c := range map[string]struct{ inside, code string }{
		"shapes":          {`<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0h9v9z"/><use href="#b"/><style>.a{fill:url(#a)}</style>`, ""},
		"a script":        {`<script>alert(1)</script>`, "picture_script"},
		"a handler":       {`<path onload="alert(1)"/>`, "picture_script"},
		"HTML":            {`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>`, "picture_script"},
		"another file":    {`<image xlink:href="https://example.com/a.png"/>`, "picture_reference"},
		"a fill":          {`<path fill="url(https://example.com/a.svg#b)"/>`, "picture_reference"},
		"a style":         {`<style>@import "a.css"; path{fill:red}</style>`, "picture_reference"},
		"a hidden url":    {`<style>path{fill:u\72l(a.svg)}</style>`, "picture_reference"},
		"a link's script": {`<a href="javascript:alert(1)"><path/></a>`, "picture_reference"},
		"a torn file":     {`<g>`, "picture"},
	} {
		found := checkSVG("templates/assets/x.svg", []byte(open+c.inside+end))
		switch {
		case c.code == "" && len(found) > 0 || c.code != "" && (len(found) == 0 || found[0].Code != c.code || found[0].Line != 1):
			t.Errorf("%s: %v, want %q", name, found, c.code)
		}
	}
	if found := checkSVG("x.svg", []byte(`<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+open+end)); !found.Errors() {
		t.Error("an entity is not found")
	}
	if found := checkSVG("x.svg", []byte(open+strings.Repeat(`<path d="M0 0h9"/>`, 4000)+end)); !found.Errors() {
		t.Error("a picture of 70 KB is not found")
	}
	for _, name := range []string{"demonstration.svg", "demonstration-mark.svg"} {
		text, err := templates.FS.ReadFile("assets/" + name)
		if found := checkSVG(name, text); err != nil || len(found) > 0 {
			t.Error(name, err, found)
		}
	}
}
