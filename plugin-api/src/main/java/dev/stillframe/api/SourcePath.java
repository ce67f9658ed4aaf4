// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An absolute path on the application's system, exactly as the system has it: on POSIX any bytes but NUL, which need not
 * be UTF-8. A value: constant, and equal if the bytes are equal. Nothing is looked up on disk.
 *
 * <p>It is normalised: no empty name, no {@code .} and no {@code ..}, no separator at the end.
 *
 * <p>Paths order by their names, parents before children, so that a folder's entries stand together.
 */
public final class SourcePath implements Comparable<SourcePath>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final SourcePath ROOT = new SourcePath(new byte[] {'/'});

    private final byte[] bytes;

    private SourcePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The folder {@code /}. */
    public static SourcePath root() {
        return ROOT;
    }

    /**
     * A path from text, as UTF-8.
     *
     * @throws IllegalArgumentException if it is not absolute, contains {@code ..} or NUL, or is not valid UTF-16
     */
    public static SourcePath of(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] raw = new byte[encoded.remaining()];
            encoded.get(raw);
            return of(raw);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid text: " + text, e);
        }
    }

    /**
     * A path from the system's bytes.
     *
     * @throws IllegalArgumentException if it is not absolute or contains {@code ..} or NUL
     */
    public static SourcePath of(byte[] raw) {
        if (raw.length == 0 || raw[0] != '/') {
            throw new IllegalArgumentException("not an absolute path: " + display(raw));
        }
        SourcePath path = ROOT;
        int start = 1;
        for (int i = 1; i <= raw.length; i++) {
            if (i == raw.length || raw[i] == '/') {
                byte[] name = Arrays.copyOfRange(raw, start, i);
                boolean nothing = name.length == 0 || (name.length == 1 && name[0] == '.');
                path = nothing ? path : path.child(name);
                start = i + 1;
            }
        }
        return path;
    }

    /**
     * An entry of this folder.
     *
     * @param name one name's bytes
     * @throws IllegalArgumentException if it is empty, {@code .} or {@code ..}, or contains {@code /} or NUL
     */
    public SourcePath child(byte[] name) {
        boolean dots = (name.length == 1 && name[0] == '.') || (name.length == 2 && name[0] == '.' && name[1] == '.');
        if (name.length == 0 || dots) {
            throw new IllegalArgumentException("not a name: \"" + display(name) + "\"");
        }
        for (byte b : name) {
            if (b == '/' || b == 0) {
                throw new IllegalArgumentException("not a name: \"" + display(name) + "\"");
            }
        }
        return new SourcePath(append(bytes, name));
    }

    /** A path below this one: names with {@code /} between, as UTF-8. An empty text is this path itself. */
    public SourcePath resolve(String relative) {
        SourcePath path = this;
        for (String name : relative.split("/", -1)) {
            path = name.isEmpty() ? path : path.child(name.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    /** The folder that this is an entry of; empty for {@code /}. */
    public Optional<SourcePath> parent() {
        if (isRoot()) {
            return Optional.empty();
        }
        int slash = lastSlash();
        return Optional.of(slash == 0 ? ROOT : new SourcePath(Arrays.copyOf(bytes, slash)));
    }

    /** The last name's bytes; empty for {@code /}. */
    public byte[] name() {
        return isRoot() ? new byte[0] : Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    /** The names from {@code /} to this. */
    public List<byte[]> names() {
        List<byte[]> names = new ArrayList<>();
        int start = 1;
        for (int i = 1; i <= bytes.length && !isRoot(); i++) {
            if (i == bytes.length || bytes[i] == '/') {
                names.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return names;
    }

    /** Whether this is the folder {@code /}. */
    public boolean isRoot() {
        return bytes.length == 1;
    }

    /** Whether this is that path or lies below it. */
    public boolean startsWith(SourcePath ancestor) {
        if (ancestor.isRoot()) {
            return true;
        }
        int length = ancestor.bytes.length;
        return bytes.length >= length
                && Arrays.equals(bytes, 0, length, ancestor.bytes, 0, length)
                && (bytes.length == length || bytes[length] == '/');
    }

    /**
     * The bytes from an ancestor to this, without a separator in front; empty if they are equal.
     *
     * @throws IllegalArgumentException if this does not start with the ancestor
     */
    public byte[] relativeTo(SourcePath ancestor) {
        if (!startsWith(ancestor)) {
            throw new IllegalArgumentException(this + " is not below " + ancestor);
        }
        if (equals(ancestor)) {
            return new byte[0];
        }
        int from = ancestor.isRoot() ? 1 : ancestor.bytes.length + 1;
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    /** This absolute path laid below another folder: {@code /a/b} below {@code /t} is {@code /t/a/b}. */
    public SourcePath below(SourcePath folder) {
        return isRoot() ? folder : new SourcePath(append(folder.bytes, relativeTo(ROOT)));
    }

    /** The same place below another folder: moves {@code from/x} to {@code to/x}. */
    public SourcePath moved(SourcePath from, SourcePath to) {
        byte[] relative = relativeTo(from);
        return relative.length == 0 ? to : new SourcePath(append(to.bytes, relative));
    }

    /** The system's bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(SourcePath other) {
        int common = Arrays.mismatch(bytes, other.bytes);
        if (common < 0) {
            return 0;
        }
        if (common == bytes.length || common == other.bytes.length) {
            return Integer.compare(bytes.length, other.bytes.length);
        }
        return Integer.compare(rank(bytes[common]), rank(other.bytes[common]));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourcePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: control characters, backslashes and bytes that are not UTF-8 stand as {@code \xNN}. Not reversible into a path by itself. */
    @Override
    public String toString() {
        return display(bytes);
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (bytes[i] != '/') {
            i--;
        }
        return i;
    }

    private static int rank(byte b) {
        return b == '/' ? -1 : b & 0xff; // a separator sorts before every name's byte: children follow their parent
    }

    private static byte[] append(byte[] folder, byte[] relative) {
        boolean root = folder.length == 1;
        byte[] whole = Arrays.copyOf(folder, folder.length + (root ? 0 : 1) + relative.length);
        whole[whole.length - relative.length - 1] = '/';
        System.arraycopy(relative, 0, whole, whole.length - relative.length, relative.length);
        return whole;
    }

    private static String display(byte[] raw) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length; ) {
            int length = sequenceLength(raw, i);
            if (length == 0 || (raw[i] >= 0 && raw[i] < ' ') || raw[i] == 0x7f || raw[i] == '\\') {
                text.append(run.toString(StandardCharsets.UTF_8)).append(String.format("\\x%02x", raw[i] & 0xff));
                run.reset();
                i++;
            } else {
                run.write(raw, i, length);
                i += length;
            }
        }
        return text.append(run.toString(StandardCharsets.UTF_8)).toString();
    }

    /** How many bytes the UTF-8 sequence at a position has; 0 if there is none. */
    private static int sequenceLength(byte[] raw, int at) {
        int lead = raw[at] & 0xff;
        int length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
        if (length == 0 || at + length > raw.length) {
            return 0;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, at, length));
            return length;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }
}
