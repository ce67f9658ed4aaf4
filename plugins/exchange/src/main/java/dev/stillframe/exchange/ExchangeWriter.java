// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Inventory.Notice;
import dev.stillframe.api.NativeComponent;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.Pace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The databases of one Exchange server, as its VSS writer offers them. */
final class ExchangeWriter implements Writer {
    private final ExchangeSettings settings;
    private final WriterContext context;

    ExchangeWriter(ExchangeSettings settings, WriterContext context) {
        this.settings = settings;
        this.context = context;
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        List<NativeComponent> offered = context.nativeComponents(ExchangeWriterFactory.VSS_WRITER);
        List<Component> components = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<String> wanted = new HashSet<>(settings.databases());
        for (NativeComponent each : offered) {
            if (settings.databases().isEmpty() || asked(each, wanted)) {
                components.add(component(each, taken));
            }
        }
        if (components.isEmpty() || !wanted.isEmpty()) {
            throw new WriterException(
                    "exchange.no-database",
                    wanted.isEmpty()
                            ? "the Microsoft Exchange Writer offers no database"
                            : "the Microsoft Exchange Writer offers no database " + String.join(", ", wanted),
                    Retry.UNKNOWN,
                    "it offers: "
                            + String.join(
                                    ", ",
                                    offered.stream().map(ExchangeWriter::name).toList())
                            + "; only mounted databases, or healthy copies, are offered");
        }
        return new Inventory(components, notices(request.type()));
    }

    @Override
    public Participant join(Cycle cycle) {
        Pace pace = Pace.limited(settings.checkBytesPerSecond());
        return new ExchangeParticipant(cycle, pace, settings.checkThreads());
    }

    @Override
    public void close() {
        // nothing is held: every answer came from the host
    }

    private static List<Notice> notices(BackupType type) {
        return type == BackupType.COPY
                ? List.of()
                : List.of(new Notice(
                        "exchange.truncates",
                        "after a backup that is stored and sound, Exchange removes the logs that it covers",
                        "a copy backup changes nothing"));
    }

    /** A database is asked for by its component's name or by its caption; what was found is no longer wanted. */
    private static boolean asked(NativeComponent component, Set<String> wanted) {
        boolean byId = wanted.remove(component.component().component().toLowerCase(Locale.ROOT));
        boolean byName = wanted.remove(component.caption().toLowerCase(Locale.ROOT));
        return byId || byName;
    }

    private static Component component(NativeComponent each, Set<String> taken) {
        String name = name(each).replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^\\.+", "");
        String id = name.isEmpty() ? "database" : name;
        for (int i = 2; !taken.add(id); i++) {
            id = name + "-" + i;
        }
        return new Component(
                new ComponentId(id),
                each.files(),
                each.component(),
                Map.of(
                        "vss-component", each.component().component(),
                        "vss-logical-path", each.component().logicalPath(),
                        "database", name(each)));
    }

    private static String name(NativeComponent each) {
        return each.caption().isEmpty() ? each.component().component() : each.caption();
    }
}
