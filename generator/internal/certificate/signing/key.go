// Package signing has the key of a site, and the lists by which its certificates are checked.
package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Key is the private key of a site, ECDSA on P-256. Whoever has it can make
// certificates that the site confirms.
type Key struct {
	private *ecdsa.PrivateKey
	secret  []byte // the private number, 32 bytes
	public  []byte // the uncompressed point
}

// ParseKey reads a private key from PEM, as guntime keygen (PKCS#8) or openssl
// ecparam -genkey write it. The error says what else the text is.
func ParseKey(text []byte) (*Key, error) {
	var block *pem.Block
	for rest := text; ; {
		block, rest = pem.Decode(rest)
		if block == nil {
			return nil, errors.New("no private key in PEM: it begins with -----BEGIN PRIVATE KEY-----")
		}
		if block.Type != "EC PARAMETERS" {
			break
		}
	}
	var parsed any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		parsed, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		return nil, fmt.Errorf("%q is not a private key that can be read: an unencrypted one of ECDSA on P-256 is needed", strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, fmt.Errorf("the private key is damaged: %w", err)
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("a private key of the wrong kind (%s): one of ECDSA on P-256 is needed", strings.TrimPrefix(fmt.Sprintf("%T", parsed), "*"))
	}
	if private.Curve != elliptic.P256() {
		return nil, fmt.Errorf("a private key of the wrong length (%s): one of ECDSA on P-256 is needed", private.Curve.Params().Name)
	}
	k := &Key{private: private}
	if k.secret, err = private.Bytes(); err == nil {
		k.public, err = private.PublicKey.Bytes()
	}
	if err == nil {
		_, err = k.Sign(nil)
	}
	if err != nil {
		return nil, fmt.Errorf("the private key is damaged: %w", err)
	}
	return k, nil
}

// ID returns the id of the public key: the first 64 bits of its hash.
func (k *Key) ID() string {
	sum := sha256.Sum256(k.public)
	return hex.EncodeToString(sum[:8])
}

// Secret returns a secret for one purpose. It reveals neither the key nor the
// secret for another purpose.
func (k *Key) Secret(purpose string) []byte {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("guntime " + purpose))
	return mac.Sum(nil)
}

// Sign returns the signature of a message in the form of WebCrypto: r and s, 32
// bytes each. A message has only one signature (RFC 6979), so a certificate has the
// same bytes on every machine.
func (k *Key) Sign(message []byte) ([]byte, error) {
	digest := sha256.Sum256(message)
	der, err := k.private.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return nil, err
	}
	raw := make([]byte, 64)
	pair.R.FillBytes(raw[:32])
	pair.S.FillBytes(raw[32:])
	return raw, nil
}

// Public returns the public key, the uncompressed point.
func (k *Key) Public() []byte { return k.public }

// Number returns the private number, 32 bytes: what nothing that is published may hold.
func (k *Key) Number() []byte { return k.secret }
