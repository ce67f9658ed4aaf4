// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.end;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An instance of SQL Server that is none: a process that speaks its protocol, knows the statements of a backup, and does
 * wrong what it is told to. Its one database, {@code shop}, has real files of a synthetic database.
 */
final class SqlServerStandIn implements AutoCloseable {
    final Path data;
    final Path log;
    final String url;
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    /**
     * Starts one.
     *
     * @param data the data file to make
     * @param log the log file to make
     * @param backups where it writes metadata
     */
    SqlServerStandIn(Path data, Path log, Path backups) throws IOException {
        this.data = data;
        this.log = log;
        for (Path folder : List.of(data.getParent(), log.getParent(), backups)) {
            Files.createDirectories(folder);
        }
        String classes = System.getProperty("stillframe.sqlserver") + ":" + Installation.HOME.resolve("lib") + "/*";
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes,
                        "dev.stillframe.sqlserver.StandIn",
                        "shop",
                        data.toString(),
                        log.toString(),
                        backups.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = answers.readLine();
        if (first == null) {
            process.destroyForcibly();
            throw new IOException("the stand-in for SQL Server did not start");
        }
        url = first;
    }

    /** Gives a command; see the stand-in itself. */
    List<String> ask(String command) throws IOException {
        commands.println(command);
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException("the stand-in for SQL Server ended at: " + command);
            }
            lines.add(line);
        }
        return lines;
    }

    /** The statements that suspend, resume and record, without the numbers of their sessions. */
    List<String> statements() throws IOException {
        return ask("log").stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith("ALTER") || line.startsWith("BACKUP"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
