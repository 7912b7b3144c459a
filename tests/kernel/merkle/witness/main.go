// The witness reads logs that this project wrote, with Go's own transparency log library
// (golang.org/x/mod/sumdb), which shares no line with it. It prints one line for each folder
// given: "ok SIZE ROOT", or "refused REASON".
//
// Beside the files of the log a folder holds `vkey`, and may hold `claims`: proofs made by this
// project, one a line, which the library must accept.
//
//	inclusion INDEX SIZE ROOT LEAFHASH PROOF...
//	consistency OLDSIZE OLDROOT NEWSIZE NEWROOT PROOF...
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// files maps the paths of x/mod (tile/8/L/N, tile/8/data/N) to those of C2SP.
type files struct{ dir string }

func (f files) read(tile tlog.Tile) ([]byte, error) {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	path = strings.Replace(path, "tile/data/", "tile/entries/", 1)
	return os.ReadFile(filepath.Join(f.dir, path))
}

func (f files) Height() int                       { return height }
func (f files) SaveTiles([]tlog.Tile, [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		content, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		out = append(out, content)
	}
	return out, nil
}

func main() {
	for _, dir := range os.Args[1:] {
		tree, err := verify(dir)
		if err != nil {
			fmt.Println("refused", strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Println("ok", tree.N, tree.Hash.String())
	}
}

func verify(dir string) (tlog.Tree, error) {
	tree, err := checkpoint(dir)
	if err != nil || tree.N == 0 {
		return tree, err
	}
	reader := tlog.TileHashReader(tree, files{dir})
	if err := entries(dir, tree, reader); err != nil {
		return tree, err
	}
	return tree, claims(dir)
}

func checkpoint(dir string) (tlog.Tree, error) {
	var tree tlog.Tree
	vkey, err := os.ReadFile(filepath.Join(dir, "vkey"))
	if err != nil {
		return tree, err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return tree, err
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return tree, errors.New("malformed checkpoint")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

func entries(dir string, tree tlog.Tree, reader tlog.HashReader) error {
	var indexes []int64
	for i := int64(0); i < tree.N; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	next := 0
	for n := int64(0); n*256 < tree.N; n++ {
		width := tree.N - n*256
		if width > 256 {
			width = 256
		}
		content, err := files{dir}.read(tlog.Tile{H: height, L: -1, N: n, W: int(width)})
		if err != nil {
			return err
		}
		for ; width > 0; width-- {
			if len(content) < 2 || len(content) < 2+int(binary.BigEndian.Uint16(content)) {
				return errors.New("bundle is cut short")
			}
			end := 2 + int(binary.BigEndian.Uint16(content))
			if tlog.RecordHash(content[2:end]) != hashes[next] {
				return fmt.Errorf("entry %d is not the one in the tree", next)
			}
			content, next = content[end:], next+1
		}
		if len(content) != 0 {
			return errors.New("bundle is too long")
		}
	}
	return nil
}

func claims(dir string) error {
	content, err := os.ReadFile(filepath.Join(dir, "claims"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		if err := claim(strings.Fields(line)); err != nil {
			return fmt.Errorf("%w: %s", err, line)
		}
	}
	return nil
}

func claim(words []string) error {
	switch words[0] {
	case "inclusion":
		index, size := number(words[1]), number(words[2])
		return tlog.CheckRecord(hashes(words[5:]), size, hash(words[3]), index, hash(words[4]))
	case "consistency":
		old, size := number(words[1]), number(words[3])
		return tlog.CheckTree(hashes(words[5:]), size, hash(words[4]), old, hash(words[2]))
	}
	return errors.New("unknown claim")
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return value
}

func hash(text string) tlog.Hash {
	var value tlog.Hash
	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil || copy(value[:], decoded) != len(value) {
		panic(text)
	}
	return value
}

func hashes(words []string) []tlog.Hash {
	var values []tlog.Hash
	for _, word := range words {
		values = append(values, hash(word))
	}
	return values
}
