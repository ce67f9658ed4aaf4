// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Participant;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Writer;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.api.snapshot.View;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A plugin that notes with which class loader it is called, and answers with the least that will do. */
final class Recording {
    static final SnapshotRequest REQUEST = new SnapshotRequest("owner", "cycle", Instant.EPOCH, List.of());

    final List<String> seen = new ArrayList<>();
    Class<?> joining = Participant.class;
    Throwable throwing;
    Stream<View.Entry> entries = Stream.empty();

    <T> T make(Class<T> contract) {
        return contract.cast(make(contract, contract));
    }

    Object make(Class<?> first, Class<?> second) {
        return make(Set.of(first).contains(second) ? List.of(first) : List.of(first, second));
    }

    Object make(Class<?> first, Class<?> second, Class<?> third) {
        return make(List.of(first, second, third));
    }

    static String where() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader != null && "plugin".equals(loader.getName()) ? "in plugin" : "outside";
    }

    static Object[] arguments(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = method.getParameterTypes()[i] == SnapshotRequest.class ? REQUEST : null;
        }
        return arguments;
    }

    static View.Entry entry(int name) {
        Metadata metadata = new Metadata(
                Metadata.Kind.FIFO, 0, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, 0, 0, 0, 0, new byte[0], List.of());
        return new View.Entry(SourcePath.of("/" + name), metadata, Optional.empty());
    }

    private Object make(List<Class<?>> contracts) {
        return Proxy.newProxyInstance(
                Recording.class.getClassLoader(), contracts.toArray(Class<?>[]::new), (proxy, method, arguments) -> {
                    seen.add(method.getName() + " " + where());
                    if (throwing != null) {
                        throw throwing;
                    }
                    return answer(method);
                });
    }

    private Object answer(Method method) {
        Class<?> type = method.getReturnType();
        if (type == Participant.class) {
            return make(List.of(joining));
        }
        if (type == Writer.class || type == Restorer.class || type == SnapshotSet.class) {
            return make(List.of(type));
        }
        if (type == Taken.class) {
            return new Taken(List.of(make(View.Listing.class)), Instant.EPOCH, Instant.EPOCH, List.of());
        }
        if (type == Stream.class) {
            return entries;
        }
        return type == Map.class ? Map.of() : type == Optional.class ? Optional.empty() : null;
    }
}
