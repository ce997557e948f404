package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// The shape of a result in results.json, for encoding/json.
type (
	result struct {
		Bib             *string          `json:"bib"`
		Name            *string          `json:"name"`
		LatinName       *string          `json:"latin_name"`
		Gender          *string          `json:"gender"`
		Nat             *string          `json:"nat"`
		Club            *string          `json:"club"`
		Division        *string          `json:"division"`
		Visibility      race.Visibility  `json:"visibility"`
		Status          race.Status      `json:"status"`
		Reason          *reason          `json:"reason"`
		Place           *int             `json:"place"`
		PlaceOverall    *int             `json:"place_overall"`
		GunTime         *string          `json:"gun_time"`
		GunMS           *int64           `json:"gun_ms"`
		NetTime         *string          `json:"net_time"`
		NetMS           *int64           `json:"net_ms"`
		Splits          []split          `json:"splits"`
		Prize           *prize           `json:"prize"`
		Trophy          bool             `json:"trophy"`
		FinisherPackage bool             `json:"finisher_package"`
		Certificate     certificate      `json:"certificate"`
		Wave            string           `json:"wave,omitempty"`
		Classifications []classification `json:"classifications,omitempty"`
	}
	reason struct {
		Code      race.ReasonCode `json:"code"`
		Point     string          `json:"point,omitempty"`
		Clause    string          `json:"clause,omitempty"`
		LastPoint string          `json:"last_point,omitempty"`
	}
	split struct {
		Point string `json:"point"`
		Time  string `json:"time"`
		MS    int64  `json:"ms"`
		Place int    `json:"place,omitempty"`
	}
	certificate struct {
		Status race.CertificateStatus `json:"status"`
		Path   *string                `json:"path"`
		From   string                 `json:"from,omitempty"`
	}
	classification struct {
		ID     string `json:"id"`
		Place  int    `json:"place"`
		Ranked int    `json:"ranked"`
		Trophy bool   `json:"trophy,omitempty"`
		Prize  *prize `json:"prize,omitempty"`
	}
)

func resultOf(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, path CertificatePath) result {
	e := r.Entry
	out := result{
		Bib: text(e.Bib), Name: text(e.PublishedName()), LatinName: text(e.PublishedLatinName()),
		Gender: text(e.Gender.String()), Nat: text(e.Nat), Club: text(e.Club), Visibility: e.Visibility,
		Status: r.Status, Place: number(r.Place), PlaceOverall: number(r.PlaceOverall),
		GunTime: text(r.Gun.Text()), GunMS: milliseconds(r.Gun), NetTime: text(r.Net.Text()), NetMS: milliseconds(r.Net),
		Splits: splitsOf(rv.Race, r), Prize: prizeOf(r.Prize), Trophy: r.Trophy, FinisherPackage: r.Package,
		Certificate: certificate{Status: r.Certificate.Status, Path: text(path(r))},
	}
	if e.Visibility == race.Anonymous {
		out.Bib, out.Nat, out.Club = nil, nil, nil
	}
	if r.Division != nil {
		out.Division = text(r.Division.ID)
	}
	if r.Reason != nil {
		out.Reason = &reason{Code: r.Reason.Code, Point: r.Reason.Point, Clause: r.Reason.Clause, LastPoint: r.Reason.LastPoint}
	}
	if r.Certificate.Status == race.CertificateScheduled {
		out.Certificate.From = r.Certificate.From.In(v.Edition.Zone).Format(time.RFC3339)
	}
	if e.Visibility != race.Anonymous {
		out.Wave = e.Wave
	}
	for _, o := range r.Overlays {
		out.Classifications = append(out.Classifications, classification{ID: o.ID, Place: o.Place, Ranked: o.Ranked, Trophy: o.Trophy, Prize: prizeOf(o.Prize)})
	}
	return out
}

// splitsOf leaves out the start and the finish, and points that were not seen.
func splitsOf(rc *race.Race, r *race.Result) []split {
	if r.Splits == nil {
		return nil
	}
	splits := []split{}
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		if c := r.Splits[i]; c != race.NoTime {
			s := split{Point: rc.Points[i].ID, Time: c.Text(), MS: int64(c)}
			if i < len(r.SplitPlaces) {
				s.Place = int(r.SplitPlaces[i])
			}
			splits = append(splits, s)
		}
	}
	return splits
}

func milliseconds(c race.Clock) *int64 {
	if c == race.NoTime {
		return nil
	}
	ms := int64(c)
	return &ms
}

// plainly writes results.json as encoding/json does.
func plainly(t *testing.T, v *race.Verdict, rv *race.RaceVerdict) []byte {
	t.Helper()
	var b bytes.Buffer
	write := func(value any) []byte {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	b.Write(bytes.TrimSuffix(write(headerOf(v, rv)), []byte("}")))
	b.WriteString(",\n\"results\":[")
	for i := range rv.Results {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(write(resultOf(v, rv, &rv.Results[i], path)))
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func TestResultsAreWrittenAsEncodingJSONWritesThem(t *testing.T) {
	v, rv := verdict()
	for _, name := range []string{"", `a"b\c`, "a\tb\nc\rd\x00e\x7f", "<script>&</script>", "line\u2028paragraph\u2029", "a\xffb", "\xe2\x80", "王𬱖", "O’Neill"} {
		r := rv.Results[0]
		e := *r.Entry
		e.Name, e.LatinName, e.Club, e.Wave, r.Entry = name, name+"x", "x"+name, name, &e
		r.Gun, r.Place, r.Reason = -2500, 0, &race.Reason{Code: race.MissedPoint, LastPoint: "finish"}
		r.Overlays = []race.Overlay{{Group: &race.Group{ID: "m40", Ranked: 17}, Place: 3}, {Group: &race.Group{ID: "<b>", Ranked: 1}, Place: 1, Trophy: true, Prize: &race.PrizeDue{Currency: "EUR", Gross: 5000, Net: 5000}}}
		rv.Results = append(rv.Results, r)
	}
	rv.Results[0].Division = nil
	var b bytes.Buffer
	if err := JSON(&b, v, rv, path, nil); err != nil {
		t.Fatal(err)
	}
	if want := plainly(t, v, rv); !bytes.Equal(b.Bytes(), want) {
		got := slices.Collect(bytes.Lines(b.Bytes()))
		for i, line := range slices.Collect(bytes.Lines(want)) {
			if i < len(got) && !bytes.Equal(got[i], line) {
				t.Errorf("line %d is\n%swant\n%s", i+1, got[i], line)
			}
		}
	}
}

func TestFieldsAreWrittenAsEncodingCSVWritesThem(t *testing.T) {
	for _, text := range []string{"", "plain", "a,b", `a"b`, "a\nb", "a\rb", " a", "\u3000a", "a ", `\.`, `\.a`, "\xff", "王𬱖", "'=1"} {
		var want bytes.Buffer
		w := csv.NewWriter(&want)
		if err := w.Write([]string{text, ""}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		if got := string(appendField(nil, []byte(text))) + ",\n"; got != want.String() {
			t.Errorf("%q becomes %q, want %q", text, got, want.String())
		}
	}
}
