// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterContext;
import dev.stillframe.catalog.Catalog;
import dev.stillframe.catalog.StateDirectory;
import dev.stillframe.clock.Clock;
import dev.stillframe.config.Application;
import dev.stillframe.config.ArchiveFolder;
import dev.stillframe.config.Configuration;
import dev.stillframe.config.ConfigurationReader;
import dev.stillframe.config.HostPath;
import dev.stillframe.config.Job;
import dev.stillframe.config.RepositoryStorage;
import dev.stillframe.config.Storage;
import dev.stillframe.cycle.CycleReport;
import dev.stillframe.cycle.Journal;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.guard.Guards;
import dev.stillframe.plugin.LoadedPlugins;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.ReadSettings;
import dev.stillframe.reader.SourceFiles;
import dev.stillframe.receipt.Receipt;
import dev.stillframe.receipt.ReceiptJson;
import dev.stillframe.tree.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An installation: what one configuration names, opened. One thread; close it.
 *
 * <p>The catalogue is opened when it is first asked for, because most commands can do without it.
 */
public final class Site implements AutoCloseable {
    private static final int HISTORY = 10;
    private static final long PAUSE_MILLIS = 200;
    /** In the state directory: where snapshots that have to be mounted are. */
    private static final String MOUNTS = "mounts";

    private final Configuration configuration;
    private final @Nullable LoadedPlugins plugins;
    private final @Nullable Providers providers;
    private final HostSystem system = HostSystem.here();
    private final Clock clock;
    private final Events events;
    private final Map<String, String> unusable = new ConcurrentHashMap<>();
    private final Destinations destinations;
    private @Nullable Catalog catalog;

    private Site(
            Configuration configuration,
            @Nullable LoadedPlugins plugins,
            Map<String, String> environment,
            Clock clock,
            Events events) {
        this.configuration = configuration;
        this.plugins = plugins;
        this.providers = plugins == null
                ? null
                : new Providers(
                        system,
                        plugins.snapshotProviders(),
                        configuration.snapshotCommands(),
                        configuration.stateDirectory().resolve(MOUNTS),
                        clock);
        this.clock = clock;
        this.events = events;
        this.destinations = new Destinations(configuration.hostName(), environment, clock, events);
    }

    /**
     * Loads the plugins and reads the configuration, each application's settings against its writer's schema.
     *
     * @param environment what the configuration may refer to
     */
    public static Site open(Path file, Map<String, String> environment, Clock clock, Events events)
            throws StillframeException {
        PluginLoading loading = new PluginLoading(clock, events);
        try {
            Configuration configuration = new ConfigurationReader(environment).read(file, loading::schemas);
            return new Site(configuration, loading.from(configuration.plugins()), environment, clock, events);
        } catch (StillframeException | RuntimeException e) {
            loading.close();
            throw e;
        }
    }

    /** For what needs no writer: works also where a plugin is missing. */
    public static Site openWithoutWriters(Path file, Map<String, String> environment, Clock clock, Events events)
            throws StillframeException {
        return new Site(
                new ConfigurationReader(environment).readWithoutWriters(file), null, environment, clock, events);
    }

    public Configuration configuration() {
        return configuration;
    }

    /** @throws IllegalStateException if the site was opened without writers */
    public LoadedPlugins plugins() {
        return opened(plugins);
    }

    /** Loads the plugins for who opened the site without writers, and has to close them. */
    public LoadedPlugins loadPlugins() throws StillframeException {
        return PluginLoading.load(configuration.plugins(), clock);
    }

    Providers providers() {
        return opened(providers);
    }

    /** What this host runs on. */
    HostSystem system() {
        return system;
    }

    Clock clock() {
        return clock;
    }

    Events events() {
        return events;
    }

    /** Tells the operator something that stops nothing. */
    void warn(Problem problem) {
        events.on(new Event.Warned(problem));
    }

    /** This host's identity in backups. */
    String host() {
        return configuration.hostName();
    }

    /** Where a job's backups are. */
    Destination destination(Job job) {
        return destinations.of(job.storage().orElse(configuration.storage()));
    }

    /**
     * The repository that a job's backups are in.
     *
     * @param job empty for the configuration's
     * @throws StillframeException if they are in a folder of archives
     */
    ConfiguredRepository repository(Optional<String> job) throws StillframeException {
        Optional<Storage> own = job.isPresent() ? job(job.get()).storage() : Optional.empty();
        if (own.orElse(configuration.storage()) instanceof RepositoryStorage repository) {
            return destinations.repository(repository);
        }
        throw new StillframeException(
                "config.no-repository",
                job.map(name -> "the backups of job " + name + " are").orElse("backups are")
                        + " in a folder of archives",
                Retry.DOES_NOT_HELP,
                "name a job whose backups are in a repository with --job");
    }

    /** All places where backups are, that of the jobs that name no other first. */
    List<Destination> destinations() {
        return configuration.storages().stream().map(destinations::of).toList();
    }

    ImageReader reader() {
        return new ImageReader(SourceFiles.ofThisSystem(), ReadSettings.standard(), clock, events);
    }

    WriterContext context(String application) {
        return new HostContext(system, application, clock);
    }

    Application application(String name) throws StillframeException {
        Application application = configuration.applications().get(name);
        if (application == null) {
            throw unknown("application", name, configuration.applications());
        }
        return application;
    }

    Job job(String name) throws StillframeException {
        Job job = configuration.jobs().get(name);
        if (job == null) {
            throw unknown("job", name, configuration.jobs());
        }
        return job;
    }

    /** Notes that a plugin hangs in a call for an application: as long as this process lives, it is not used again. */
    void unusable(String plugin, String application) {
        if (unusable.putIfAbsent(plugin, application) == null) {
            warn(abandoned(plugin, application));
        }
    }

    /** Throws if a plugin hangs. */
    void requireUsable(String plugin) throws StillframeException {
        String application = unusable.get(plugin);
        if (application != null) {
            throw new StillframeException(abandoned(plugin, application));
        }
    }

    private static Problem abandoned(String plugin, String application) {
        return new Problem(
                "plugin.unusable",
                "plugin " + plugin + " hangs in a call for application " + application
                        + " and is not used again by this process",
                Retry.HELPS,
                "start again; report it to the plugin's vendor");
    }

    /**
     * The same, but waits as long as somebody else has it.
     *
     * @param limit how long; then, or when interrupted, it says who has it
     */
    Occupation occupy(String purpose, Duration limit) throws StillframeException {
        long end = clock.nanoTime() + limit.toNanos();
        for (boolean told = false; ; told = true) {
            try {
                return occupy(purpose);
            } catch (StillframeException e) {
                if (!e.problem().code().equals("state.busy") || end - clock.nanoTime() <= 0 || !paused()) {
                    throw e;
                }
                if (!told) {
                    warn(e.problem());
                }
            }
        }
    }

    /** Waits a little; false if the thread was interrupted. */
    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The one right to change this installation's holds, snapshots and drafts: a second process gets an error. */
    Occupation occupy(String purpose) throws StillframeException {
        StateDirectory.Occupied lock =
                StateDirectory.at(configuration.stateDirectory()).occupy(purpose);
        try {
            return new Occupation(lock, lock.installation(host()), system);
        } catch (StillframeException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Journal journal() throws StillframeException {
        return catalog();
    }

    /** Where cycles of this installation get their guards. */
    Guards guards(Occupation occupation) throws StillframeException {
        return system.guards(occupation.owner(), owned());
    }

    /** What must not be frozen. */
    OwnGround.Owned owned() {
        Map<Path, String> owned = new LinkedHashMap<>();
        owned.put(configuration.stateDirectory(), "the state directory");
        for (Storage storage : configuration.storages()) {
            if (storage instanceof ArchiveFolder archive) {
                owned.put(archive.directory(), "the archive");
            } else if (storage instanceof RepositoryStorage repository
                    && repository.location().startsWith("/")) {
                owned.put(HostPath.of(repository.location()), "the repository");
            }
        }
        owned.put(configuration.plugins().directory(), "the plugins");
        return new OwnGround.Owned(owned);
    }

    /** How long the job's last frozen windows were, the newest first. Makes no catalogue where there is none. */
    List<Duration> frozenBefore(String job) throws StillframeException {
        return initialised() ? catalog().frozen(job, HISTORY) : List.of();
    }

    /** Whether the state directory was made. */
    boolean initialised() {
        return Files.isDirectory(configuration.stateDirectory());
    }

    /** Keeps what happened in a cycle, for the forecasts of later plans. */
    void keep(CycleReport report) {
        try {
            catalog().keep(report);
        } catch (StillframeException e) {
            warn(e.problem()); // history is worth having, but no backup depends on it
        }
    }

    /** Keeps a receipt in the catalogue, beside the one in the destination. */
    void remember(Receipt receipt) throws StillframeException {
        catalog().remember(receipt.id(), receipt.job(), receipt.began(), ReceiptJson.write(receipt));
    }

    Catalog catalog() throws StillframeException {
        Catalog open = catalog;
        if (open == null) {
            open = Catalog.open(StateDirectory.at(configuration.stateDirectory()), clock);
            catalog = open;
        }
        return open;
    }

    private static StillframeException unknown(String kind, String name, Map<String, ?> known) {
        return new StillframeException(
                "config.unknown-" + kind,
                "the configuration has no " + kind + " " + name,
                Retry.DOES_NOT_HELP,
                "it has: " + String.join(", ", known.keySet()));
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("this site was opened without writers");
        }
        return part;
    }

    @Override
    public void close() {
        if (catalog != null) {
            catalog.close();
        }
        if (plugins != null) {
            plugins.close();
        }
    }
}
