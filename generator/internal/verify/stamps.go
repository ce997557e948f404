package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// keyFile is what the site has where its certificates are signed: the public key,
// and the races that have certificates.
const keyFile = "verify.json"

// stamps is what a race says of the certificates that it gives today.
type stamps struct {
	bits     int                // of a tag that say in which file it is; -1 as long as nothing says so
	revision int                // that the head has
	byTag    map[string]string  // the stamps
	today    map[string][]*int  // place, gun and net time in seconds, by bib
	placed   map[string]portion // the files, by name
}

// portion is what a file of a list holds: the first 32 bits of what it is sorted
// into files by.
type portion struct {
	kind   string
	number int
	firsts []uint32
}

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// How many bytes a tag and a stamp have.
const tagSize, stampSize = 8, 10

// checked reads a file that certificates are checked against; false for any other.
// Of the lists nothing is left that a name could stand in.
func (r *reader) checked(name string, data []byte) bool {
	part := strings.Split(name, "/")
	if len(part) < 4 || part[2] != "verify" {
		return false
	}
	race := r.races[part[0]+"/"+part[1]]
	if race == nil {
		return false
	}
	if len(part) == 4 && part[3] == "race.json" {
		head := struct{ Bits, Revision int }{Bits: -1}
		if err := json.Unmarshal(data, &head); err != nil || head.Bits < 0 || head.Bits > 32 {
			r.wrong(name, "unreadable_list", rebuild, "it does not say how its lists are cut")
			head.Bits = -1
		}
		r.mu.Lock()
		race.stamps.bits, race.stamps.revision = head.Bits, head.Revision
		r.mu.Unlock()
		return false // it has names
	}
	number, err := strconv.Atoi(strings.TrimSuffix(part[len(part)-1], ".json"))
	if err != nil || len(part) != 5 || part[3] != "stamps" && part[3] != "today" {
		r.wrong(name, "list_too_many", rebuild, "no certificate is checked against it")
		return false
	}
	all := portion{kind: part[3], number: number}
	byTag, today := map[string]string{}, map[string][]*int{}
	err = members(data, func(key string, value *json.Decoder) error {
		if all.kind == "today" {
			var row []*int
			sum := sha256.Sum256([]byte(key))
			all.firsts = append(all.firsts, binary.BigEndian.Uint32(sum[:]))
			if _, twice := today[key]; twice {
				return fmt.Errorf("bib %s stands in it twice", key)
			}
			err := value.Decode(&row)
			if len(row) != 0 && len(row) != 3 {
				err = errors.Join(err, fmt.Errorf("bib %s has %d numbers", key, len(row)))
			}
			today[key] = row
			return err
		}
		var stamp string
		err := value.Decode(&stamp)
		tag, wrong := lower32.DecodeString(key)
		other, bad := lower32.DecodeString(stamp)
		if _, twice := byTag[key]; twice || len(tag) != tagSize || len(other) != stampSize {
			return fmt.Errorf("%q: %q is no tag with its stamp, or stands there twice", key, stamp)
		}
		all.firsts = append(all.firsts, binary.BigEndian.Uint32(tag))
		byTag[key] = stamp
		return errors.Join(err, wrong, bad)
	})
	if err != nil {
		r.wrong(name, "unreadable_list", rebuild, "%v", err)
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	race.stamps.placed[name] = all
	for tag, stamp := range byTag {
		race.stamps.byTag[tag] = stamp
	}
	for bib, row := range today {
		race.stamps.today[bib] = row
	}
	return true
}

// members goes through the members of an object, those of one name each.
func members(data []byte, each func(key string, value *json.Decoder) error) error {
	in := json.NewDecoder(bytes.NewReader(data))
	if open, err := in.Token(); err != nil || open != json.Delim('{') {
		return errors.Join(err, errors.New("it is no object"))
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		if err := each(fmt.Sprint(key), in); err != nil {
			return err
		}
	}
	_, err := in.Token()
	return err
}

// stamped holds that a race lists every certificate that is ready exactly once,
// and nobody else, and says of today what results.json says.
func (s *site) stamped(r *results) {
	head := r.folder + "/verify/race.json"
	if !slices.Contains(s.signed[path.Dir(r.folder)], path.Base(r.folder)) {
		if s.paths[head] || len(r.stamps.placed) > 0 || s.paths[keyFile] && r.ready > 0 {
			s.wrong(keyFile, "stamps_differ", rebuild, "it does not name %s, which has certificates", r.folder)
		}
		return
	}
	if r.stamps.bits < 0 {
		if !s.paths[head] {
			s.wrong(head, "no_list", rebuild, "nothing says which certificates of %s hold", r.folder)
		}
		return
	}
	if r.stamps.revision != r.revision {
		s.wrong(head, "results_differ", rebuild, "it is of revision %d, results.json of %d", r.stamps.revision, r.revision)
	}
	for _, kind := range []string{"stamps", "today"} {
		for n := range 1 << r.stamps.bits {
			if name := r.folder + "/verify/" + kind + "/" + strconv.Itoa(n) + ".json"; !s.paths[name] {
				s.wrong(name, "no_list", rebuild, "certificates that are checked against it cannot be checked")
			}
		}
	}
	for name, p := range r.stamps.placed {
		if p.number >= 1<<r.stamps.bits {
			s.wrong(name, "list_too_many", rebuild, "no certificate is checked against it")
		} else if i := slices.IndexFunc(p.firsts, func(f uint32) bool { return int(uint64(f)>>(32-r.stamps.bits)) != p.number }); i >= 0 {
			s.wrong(name, "stamps_differ", rebuild, "its %d. member belongs into another file", i+1)
		}
	}
	if n := len(r.stamps.byTag); n != r.ready {
		s.wrong(head, "stamps_differ", rebuild, "%d certificates are listed, %d are ready in results.json", n, r.ready)
	}
	bibs := 0
	for i := range r.facts {
		f := &r.facts[i]
		if f.Bib == "" {
			continue
		}
		bibs++
		row, there := r.stamps.today[f.Bib]
		ready := f.Certificate.Status == "ready"
		if !there || ready != (len(row) == 3) || ready && (number(textOfInt(row[0])) != f.Place || clockOf(row[1]) != f.Gun || clockOf(row[2]) != f.Net) {
			s.wrong(head, "results_differ", rebuild, "bib %s: its lists do not say what results.json says today", f.Bib)
		}
	}
	if n := len(r.stamps.today); n != bibs {
		s.wrong(head, "results_differ", rebuild, "its lists have %d bibs, results.json %d", n, bibs)
	}
}

func textOfInt(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// clockOf writes seconds as results.json does.
func clockOf(s *int) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%d:%02d:%02d", *s/3600, *s/60%60, *s%60)
}

// keys reads which races of which editions have certificates that are signed.
func (s *site) keys() error {
	if !s.paths[keyFile] {
		return nil
	}
	data, err := fs.ReadFile(s.files, keyFile)
	if err != nil {
		return s.unread(keyFile, err)
	}
	var list struct {
		Key      struct{ X, Y string }
		Editions map[string][]string
	}
	err = json.Unmarshal(data, &list)
	x, wrong := base64.RawURLEncoding.DecodeString(list.Key.X)
	y, bad := base64.RawURLEncoding.DecodeString(list.Key.Y)
	if err = errors.Join(err, wrong, bad); err == nil {
		s.key, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
	}
	if err != nil {
		s.wrong(keyFile, "unreadable_list", rebuild, "%v", err)
	}
	s.signed = list.Editions
	return nil
}
