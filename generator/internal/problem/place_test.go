package problem

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

func TestAPlaceIsCountedInCharacters(t *testing.T) {
	text := "a\n张三,x\r\nb"
	for offset, want := range map[int]string{0: "1:1", 1: "1:2", 2: "2:1", 8: "2:3", 9: "2:4", 12: "3:1", 99: "3:2"} {
		at := PlaceIn("a.csv", text, offset)
		if got := fmt.Sprintf("%d:%d", at.Line, at.Column); got != want {
			t.Errorf("offset %d is %s, not %s", offset, got, want)
		}
	}
}

func TestAFindingQuotesTheLineOfItsPlaceAndNothingWithoutAnEnd(t *testing.T) {
	var found List
	at := Place{Path: "a.yaml", Line: 2, Column: 3, Text: "  n: " + strings.Repeat("张", 200)}
	at.Report(&found, Error, "odd", strings.Repeat("x", 5000), "expected: less")
	at.Bare().Report(&found, Error, "odd", "odd", "")
	if want := "expected: less; the line reads: n: " + strings.Repeat("张", 97) + "…"; found[0].Hint != want {
		t.Errorf("the hint is %q", found[0].Hint)
	}
	if len(found[0].Text) > 1010 || found[1].Hint != "" {
		t.Errorf("%d bytes, %q", len(found[0].Text), found[1].Hint)
	}
}

func TestAFileThatCannotBeReadIsReportedWhereItIsNamedOrWhereItIs(t *testing.T) {
	at := Place{Path: "edition.yaml", Line: 4, Column: 2}
	for want, err := range map[string]error{
		`edition.yaml:4:2: error: there is no file "a.csv" [missing_file]`:                &fs.PathError{Op: "open", Path: "a.csv", Err: fs.ErrNotExist},
		`a.csv:1:1: error: too many bytes [too_large]`:                                    &FileError{Code: "too_large", Text: "too many bytes"},
		`edition.yaml:4:2: error: the file "a.csv" cannot be read: odd [unreadable_file]`: errors.New("odd"),
	} {
		var found List
		if at.ReportUnreadable(&found, "a.csv", err); len(found) != 1 || found[0].String() != want {
			t.Errorf("%v, not %s", found, want)
		}
	}
}

func TestAMisspeltWordIsNearestToTheOneThatIsMeant(t *testing.T) {
	known := []string{"gun", "name", "time_zone"}
	for word, want := range map[string]string{"gnu": "gun", "Name": "name", "timezone": "time_zone", "shoes": "", "": "", strings.Repeat("n", 101): ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%.20q is %q, not %q", word, got, want)
		}
	}
}
