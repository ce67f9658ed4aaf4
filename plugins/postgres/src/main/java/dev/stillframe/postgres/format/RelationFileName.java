// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of a relation (common/relpath.c), for example {@code 16384_vm} or {@code 16384.2}.
 *
 * @param temporary whether it belongs to a session's temporary relation, which a start of the server removes
 * @param relation the relation's file number
 * @param segment 0 for the first file, which has no number in its name
 */
public record RelationFileName(boolean temporary, long relation, Fork fork, int segment) {
    private static final Pattern NAME =
            Pattern.compile("(t[0-9]+_)?([1-9][0-9]{0,9})((?:_(?:fsm|vm|init))?)(?:\\.([1-9][0-9]{0,5}))?");
    private static final long MOST = 0xffff_ffffL;

    /** Reads a name; empty if it is not of a relation. */
    public static Optional<RelationFileName> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || Long.parseLong(matcher.group(2)) > MOST) {
            return Optional.empty();
        }
        String segment = matcher.group(4);
        return Fork.ofSuffix(matcher.group(3))
                .map(fork -> new RelationFileName(
                        matcher.group(1) != null,
                        Long.parseLong(matcher.group(2)),
                        fork,
                        segment == null ? 0 : Integer.parseInt(segment)));
    }

    /** The name of a file of a relation that is not temporary. */
    public static String of(long relation, Fork fork, int segment) {
        return relation + fork.suffix() + (segment == 0 ? "" : "." + segment);
    }
}
