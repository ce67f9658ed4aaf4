// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.job.Site;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: its common options, and how every command runs. */
@Command(
        name = "stillframe",
        description = "Makes backups of open and locked files that are proven consistent.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            InitCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            BackupCommand.class,
            ListCommand.class,
            ShowCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            CheckFilesCommand.class,
            ExportCommand.class,
            ForgetCommand.class,
            PruneCommand.class,
            KeyCommand.class,
            UnlockCommand.class,
            RecoverCommand.class,
            PluginsCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, at or above the level asked for",
            "1:the host failed",
            "2:usage or configuration",
            "3:a backup was made, but below the minimum level, or some application failed",
            "4:nothing was backed up",
            "5:the destination is locked, damaged or unreachable, or another process is at work"
        })
final class Program implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:STILLFRAME_CONFIG:-/etc/stillframe/stillframe.yaml}",
            description = "The configuration (default: $STILLFRAME_CONFIG, or /etc/stillframe/stillframe.yaml).")
    @SuppressWarnings("NullAway.Init")
    private Path configuration;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print results as JSON, one object a line (docs/json.md).")
    private boolean json;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces with errors.")
    private boolean debug;

    Program(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs one command line; never throws. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new Program(surroundings))
                .setOut(writer(surroundings.out()))
                .setErr(writer(surroundings.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, args) -> refuse(surroundings, problem, args));
        return line.execute(arguments);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What a command does with the installation; says how it ended. */
    @FunctionalInterface
    interface Work {
        ExitCode on(Site site, Output output) throws StillframeException;
    }

    /** Opens the installation with its writers, for commands that plan, back up or restore. */
    int withWriters(Work work) {
        return run(Site::open, work);
    }

    /** Opens the installation without its writers, for commands that only look at what is stored. */
    int withoutWriters(Work work) {
        return run(Site::openWithoutWriters, work);
    }

    /** What a command does that needs no installation. */
    @FunctionalInterface
    interface Errand {
        ExitCode with(Output output) throws StillframeException;
    }

    /** Runs without a configuration. */
    int withoutInstallation(Errand errand) {
        Output output = new Output(surroundings.out(), surroundings.err(), json, debug);
        try {
            return errand.with(output).number();
        } catch (StillframeException e) {
            return output.fail(e).number();
        } catch (RuntimeException e) {
            return output.fail(e, "").number();
        }
    }

    private int run(Opening opening, Work work) {
        Output output = new Output(surroundings.out(), surroundings.err(), json, debug);
        Logging logging = new Logging(output);
        try (Progress progress = Progress.of(surroundings, output);
                Site site = opening.open(
                        configuration, surroundings.environment(), surroundings.clock(), logged(progress, logging))) {
            output.keepSecret(site.configuration().secrets());
            logging.into(site.configuration().stateDirectory());
            LOG.info("{} begins", spec.commandLine().getParseResult().originalArgs());
            ExitCode exit = work.on(site, output);
            LOG.info("ends with exit code {}", exit.number());
            return exit.number();
        } catch (StillframeException e) {
            LOG.error("{}", e.problem(), e);
            return output.fail(e).number();
        } catch (RuntimeException e) {
            LOG.error("a defect", e);
            return output.fail(e, logging.file()).number();
        } finally {
            logging.close();
        }
    }

    /** Shows what happens, and keeps it in the log too, which is silent while a frozen window is open. */
    private static Events logged(Events shown, Logging logging) {
        return event -> {
            shown.on(event);
            if (event instanceof Event.WindowOpens) {
                logging.hold();
            } else if (event instanceof Event.WindowClosed) {
                logging.release();
            }
            if (event instanceof Event.PhaseEnded ended) {
                LOG.info("{}: done in {}", ended.phase(), Units.duration(ended.took()));
            } else if (event instanceof Event.Warned warned) {
                LOG.warn("{}", warned.problem());
            }
        };
    }

    /** How an installation is opened. */
    @FunctionalInterface
    private interface Opening {
        Site open(Path file, java.util.Map<String, String> environment, dev.stillframe.clock.Clock clock, Events events)
                throws StillframeException;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int refuse(Surroundings surroundings, ParameterException problem, String[] arguments) {
        boolean json = List.of(arguments).contains("--json");
        Output output = new Output(surroundings.out(), surroundings.err(), json, false);
        String command = problem.getCommandLine().getCommandSpec().qualifiedName(" ");
        List<String> suggestions =
                problem instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = suggestions.isEmpty()
                ? "see " + command + " --help"
                : "did you mean " + String.join(" or ", suggestions) + "?";
        String message = String.valueOf(problem.getMessage());
        String first = message.lines().findFirst().orElse("usage");
        return output.fail(new StillframeException(
                        "cli.usage",
                        Character.toLowerCase(first.charAt(0)) + first.substring(1),
                        Retry.DOES_NOT_HELP,
                        hint))
                .number();
    }
}
