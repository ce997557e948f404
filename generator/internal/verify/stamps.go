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
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// keyFile holds the public key of signed certificates, and the races that have
// some.
const keyFile = "verify.json"

// stamps is the list of certificates that hold today, for a race.
type stamps struct {
	bits     int                // how many first bits of a hash give the number of its file; -1 if unknown
	revision int                // of race.json
	lines    map[string][]byte  // by hash of a tag: the stamp and the masked results of today
	files    map[string]portion // by name
}

// portion is one file of a list.
type portion struct {
	number int
	hashes []string
}

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Sizes in bytes of a tag, its hash, a stamp, and the results of today.
const tagSize, hashSize, stampSize, todaySize = 8, 8, 10, 8

// readStampList reads a file that certificates are checked against. It returns true where
// the file is a valid list, which cannot contain a name.
func (r *reader) readStampList(name string, data []byte) bool {
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
		if err := json.Unmarshal(data, &head); err != nil || head.Bits < 0 || head.Bits > mostBits {
			r.wrong(name, "unreadable_list", rebuild, "it does not say how its lists are cut")
			head.Bits = -1
		}
		r.mu.Lock()
		race.stamps.bits, race.stamps.revision = head.Bits, head.Revision
		r.mu.Unlock()
		return false // it contains names
	}
	number, err := strconv.Atoi(strings.TrimSuffix(part[len(part)-1], ".json"))
	if err != nil || len(part) != 5 || part[3] != "stamps" {
		r.wrong(name, "list_too_many", rebuild, "no certificate is checked against it")
		return false
	}
	all, lines := portion{number: number}, map[string][]byte{}
	err = members(data, func(key string, value *json.Decoder) error {
		var text string
		err := value.Decode(&text)
		hash, wrong := lower32.DecodeString(key)
		stamp, bad := lower32.DecodeString(text[:min(stampText, len(text))])
		today, worse := lower32.DecodeString(text[min(stampText, len(text)):])
		if _, twice := lines[key]; twice || len(hash) != hashSize || len(stamp) != stampSize || len(today) != todaySize {
			return fmt.Errorf("%q: %q is no hash with a stamp, or stands there twice", key, text)
		}
		all.hashes, lines[key] = append(all.hashes, string(hash)), append(stamp, today...)
		return errors.Join(err, wrong, bad, worse)
	})
	if err != nil {
		r.wrong(name, "unreadable_list", rebuild, "%v", err)
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	race.stamps.files[name] = all
	maps.Copy(race.stamps.lines, lines)
	return true
}

// mostBits allows for more runners than any race has.
const mostBits = 24

// stampText is how many characters of a line are the stamp.
const stampText = 16

// members calls each for every member of a JSON object, also for those with the
// same name.
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

// checkStamps reports a race that does not list every certificate that is ready exactly
// once, and nothing else.
func (s *site) checkStamps(r *results) {
	head := r.folder + "/verify/race.json"
	if !slices.Contains(s.signed[path.Dir(r.folder)], path.Base(r.folder)) {
		if s.paths[head] || len(r.stamps.files) > 0 || s.paths[keyFile] && r.ready > 0 {
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
	for n := range 1 << r.stamps.bits {
		if name := r.folder + "/verify/stamps/" + strconv.Itoa(n) + ".json"; !s.paths[name] {
			s.wrong(name, "no_list", rebuild, "certificates that are checked against it cannot be checked")
		}
	}
	for name, p := range r.stamps.files {
		misplaced := func(hash string) bool {
			return int(uint64(binary.BigEndian.Uint32([]byte(hash)))>>(32-r.stamps.bits)) != p.number
		}
		if p.number >= 1<<r.stamps.bits {
			s.wrong(name, "list_too_many", rebuild, "no certificate is checked against it")
		} else if i := slices.IndexFunc(p.hashes, misplaced); i >= 0 {
			s.wrong(name, "stamps_differ", rebuild, "line %d belongs into another file", i+1)
		}
	}
	if n := len(r.stamps.lines); n != r.ready {
		s.wrong(head, "stamps_differ", rebuild, "%d certificates are listed, %d are ready in results.json", n, r.ready)
	}
}

// todayOf returns what a line of a list says today about the runner with this tag,
// as results.json writes it.
func todayOf(tag, line []byte) (place int, gun, net string) {
	veil := sha256.Sum256(slices.Concat(tag, line[:stampSize]))
	var b [todaySize]byte
	for i := range b {
		b[i] = line[stampSize+i] ^ veil[i]
	}
	v := binary.BigEndian.Uint64(b[:])
	clock := func(stored uint64) string {
		if stored == 0 {
			return ""
		}
		s := stored - 1
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return int(v >> 40 & (1<<23 - 1)), clock(v >> 20 & (1<<20 - 1)), clock(v & (1<<20 - 1))
}

// readKeys reads the public key and which races have signed certificates.
func (s *site) readKeys() error {
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
