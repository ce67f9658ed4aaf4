// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.View;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What crosses the border is plain data, so that a writer can run in a process of its own: there is no sandbox inside of
 * one.
 */
class PlainDataTest {
    private static final Set<Class<?>> VALUES = Set.of(
            String.class,
            SourcePath.class,
            Settings.class,
            Duration.class,
            Instant.class,
            UUID.class,
            OptionalInt.class,
            OptionalLong.class,
            byte[].class);
    private static final Set<Class<?>> CONTAINERS = Set.of(List.class, Set.class, Map.class, Optional.class);
    /** What the host lends to a writer as a service, and what is read lazily. */
    private static final Set<Class<?>> SERVICES = Set.of(ByteBuffer.class, InstantSource.class, Stream.class);

    private final Set<Type> seen = new HashSet<>();

    @Test
    void every_parameter_and_every_answer_of_the_contract_is_a_record_all_the_way_down() throws Exception {
        for (Class<?> contract : EveryCallTest.vendors()) {
            for (Method method : contract.getDeclaredMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    plain(method.getGenericReturnType(), method.toString());
                    for (Type parameter : method.getGenericParameterTypes()) {
                        plain(parameter, method.toString());
                    }
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(40); // it did look
    }

    private void plain(Type type, String where) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            plain(generic.getRawType(), where);
            for (Type argument : generic.getActualTypeArguments()) {
                plain(argument, where);
            }
        } else if (type instanceof WildcardType wildcard) {
            plain(wildcard.getUpperBounds()[0], where);
        } else {
            plainClass((Class<?>) type, where);
        }
    }

    private void plainClass(Class<?> type, String where) {
        if (type.isRecord() && !VALUES.contains(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                plain(component.getGenericType(), type + "." + component.getName());
            }
        } else if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                plain(permitted, type.toString());
            }
        } else {
            boolean contract = type.isInterface() && type.getName().startsWith("dev.stillframe.api.");
            assertThat(type.isPrimitive()
                            || type.isEnum()
                            || VALUES.contains(type)
                            || CONTAINERS.contains(type)
                            || SERVICES.contains(type)
                            || type == View.Listing.class
                            || contract)
                    .as("%s in %s is plain data", type, where)
                    .isTrue();
        }
    }
}
