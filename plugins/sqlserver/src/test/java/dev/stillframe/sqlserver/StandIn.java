// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Settings;
import dev.stillframe.sqlserver.server.Server;
import dev.stillframe.sqlserver.server.ServerFailure;
import dev.stillframe.sqlserver.server.ServerSettings;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.tds.TdsServer;
import dev.stillframe.sqlserver.validate.SparseFile;
import dev.stillframe.sqlserver.validate.SyntheticDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The instance of these tests in a process of its own, for the tests of the distribution. It has one database, whose
 * files it makes, and prints its url. Then it reads commands, one a line, and answers each with lines and a dot; it ends
 * with its input.
 */
public final class StandIn {
    private final FakeInstance instance;
    private final String url;
    private final PrintStream out;

    private StandIn(FakeInstance instance, String url, PrintStream out) {
        this.instance = instance;
        this.url = url;
        this.out = out;
    }

    /** Arguments: the name of the database, where its data file goes, where its log file goes, the backup folder. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[1]);
        Path log = Path.of(arguments[2]);
        List<SparseFile> files = SyntheticDatabase.small(new Random(5)).sparseFiles();
        write(files.get(0), data);
        write(files.get(1), log);
        FakeInstance instance = new FakeInstance(Path.of(arguments[3]));
        instance.hangsElsewhere = true;
        instance.database(arguments[0], data, log);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (TdsServer wire = new TdsServer(new InstanceOnTheWire(instance));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println(wire.url());
            StandIn standIn = new StandIn(instance, wire.url(), out);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                standIn.command(line.split(" ", 4));
                out.println(".");
            }
        }
    }

    private void command(String[] words) throws Exception {
        switch (words[0]) {
            case "log" -> instance.log().forEach(out::println);
            case "suspended" -> instance.suspended().keySet().forEach(out::println);
            case "databases" ->
                instance.databases()
                        .forEach(each -> out.println(each.name() + " " + each.state() + " "
                                + each.files().size()));
            case "resumes-at-sessions-end" -> instance.resumesAtSessionsEnd = Boolean.parseBoolean(words[1]);
            case "loses-what-was-seen" -> instance.losesWhatWasSeen = Boolean.parseBoolean(words[1]);
            case "fail" -> instance.fail(words[3], FakeInstance.Fault.valueOf(words[1]), Integer.parseInt(words[2]));
            case "execute" -> execute(Path.of(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** As sqlcmd would. */
    private void execute(Path script) throws Exception {
        try (Server server = new Server(ServerSettings.of(new Settings(Map.of("url", url, "user", "operator"))));
                Session session = server.open("execute a script")) {
            session.run(Files.readString(script), Duration.ofMinutes(1));
        } catch (SQLException e) {
            out.println(ServerFailure.of("execute it", e).getMessage());
        }
    }

    private static void write(SparseFile file, Path to) throws IOException {
        Files.write(to, file.bytes(0, (int) file.size()));
    }
}
