// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.ThawAction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thaw actions as the words that {@code guard.pl} reads and writes: letters, digits and {@code ./:_-} stand for
 * themselves, every other byte is {@code %XX}. Reading throws IllegalArgumentException on anything that writing does
 * not make.
 */
final class Words {
    private static final String PLAIN = "./:_-";
    private static final String DIGITS = "0123456789ABCDEF";

    private Words() {}

    static List<String> of(ThawAction action) {
        if (action instanceof ThawAction.ThawFilesystem thaw) {
            return List.of("filesystem", word(thaw.mountPoint().bytes()), Long.toUnsignedString(thaw.device()));
        }
        if (action instanceof ThawAction.ContinueProcess stopped) {
            return List.of("process", Long.toString(stopped.pid()), Long.toString(stopped.startTicks()));
        }
        if (action instanceof ThawAction.ThawCgroup frozen) {
            return List.of("cgroup", word(frozen.path().bytes()));
        }
        if (action instanceof ThawAction.Run run) {
            List<String> words =
                    new ArrayList<>(List.of("run", Long.toString(run.limit().toMillis())));
            run.command().forEach(argument -> words.add(word(argument)));
            return words;
        }
        return List.of("host");
    }

    static ThawAction action(List<String> words) {
        return switch (words.get(0)) {
            case "filesystem" ->
                new ThawAction.ThawFilesystem(SourcePath.of(bytes(words.get(1))), Long.parseUnsignedLong(words.get(2)));
            case "process" -> new ThawAction.ContinueProcess(number(words.get(1)), number(words.get(2)));
            case "cgroup" -> new ThawAction.ThawCgroup(SourcePath.of(bytes(words.get(1))));
            case "run" ->
                new ThawAction.Run(
                        words.subList(2, words.size()).stream().map(Words::text).toList(),
                        Duration.ofMillis(number(words.get(1))));
            case "host" -> new ThawAction.EndWriterProcess();
            default -> throw new IllegalArgumentException("no action is called " + words.get(0));
        };
    }

    static String word(String text) {
        return word(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(String word) {
        return new String(bytes(word), StandardCharsets.UTF_8);
    }

    static long number(String word) {
        return Long.parseLong(word);
    }

    private static String word(byte[] raw) {
        StringBuilder word = new StringBuilder();
        for (byte one : raw) {
            char c = (char) (one & 0xff);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (plain || PLAIN.indexOf(c) >= 0) {
                word.append(c);
            } else {
                word.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
        return word.toString();
    }

    private static byte[] bytes(String word) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '%') {
                raw.write(Integer.parseInt(word.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                raw.write(c);
            }
        }
        return raw.toByteArray();
    }
}
