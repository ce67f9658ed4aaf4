// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a type of the contract offers, one line each, in an order of its own: what code that was compiled relies on. */
final class Signatures {
    private Signatures() {}

    /** Those of a type and of the types in it. */
    static Stream<String> of(Class<?> type) {
        TreeSet<String> lines = new TreeSet<>();
        if (Modifier.isPublic(type.getModifiers())) {
            lines.add(head(type));
            Stream.of(type.getDeclaredConstructors())
                    .filter(Signatures::visible)
                    .forEach(each -> lines.add(name(type) + ": new" + parameters(each)));
            Stream.of(type.getDeclaredMethods())
                    .filter(each -> visible(each) && !each.isSynthetic() && !madeByTheCompiler(type, each))
                    .forEach(each -> lines.add(name(type) + ": " + method(each)));
            Stream.of(type.getDeclaredFields())
                    .filter(each -> Modifier.isPublic(each.getModifiers()))
                    .forEach(each -> lines.add(name(type) + ": " + field(each)));
        }
        Stream<String> inner = Stream.of(type.getDeclaredClasses()).flatMap(Signatures::of);
        return Stream.concat(lines.stream(), inner).sorted();
    }

    private static String head(Class<?> type) {
        String kind = type.isRecord()
                ? "a record"
                : type.isEnum() ? "an enum" : type.isInterface() ? "an interface" : "a class";
        StringBuilder head = new StringBuilder(name(type)).append(" is ").append(kind);
        if (type.isRecord()) {
            head.append(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .map(each -> simple(each.getTypeName()))
                    .collect(Collectors.joining(", ", " of (", ")")));
        }
        List<String> above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .map(each -> simple(each.getTypeName()))
                .filter(each -> !each.equals("Object") && !each.equals("Record") && !each.startsWith("Enum<"))
                .toList();
        head.append(above.isEmpty() ? "" : " that is " + String.join(", ", above));
        if (type.isSealed()) {
            head.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Signatures::name)
                    .sorted()
                    .collect(Collectors.joining(", ", ", sealed for ", "")));
        }
        return head.toString();
    }

    private static String method(Method method) {
        String prefix = Modifier.isStatic(method.getModifiers()) ? "static " : method.isDefault() ? "default " : "";
        return prefix + simple(method.getGenericReturnType().getTypeName()) + " " + method.getName()
                + parameters(method);
    }

    private static String parameters(Executable executable) {
        String thrown = Arrays.stream(executable.getExceptionTypes())
                .map(Signatures::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return Arrays.stream(executable.getGenericParameterTypes())
                        .map(each -> simple(each.getTypeName()))
                        .collect(Collectors.joining(", ", "(", ")"))
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String field(Field field) {
        return field.isEnumConstant()
                ? "constant " + field.getName()
                : "field " + simple(field.getGenericType().getTypeName()) + " " + field.getName();
    }

    private static boolean visible(java.lang.reflect.Member member) {
        return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
    }

    private static boolean madeByTheCompiler(Class<?> type, Method method) {
        boolean ofObject = List.of("equals", "hashCode", "toString").contains(method.getName());
        boolean ofEnum = type.isEnum() && List.of("values", "valueOf").contains(method.getName());
        return ofObject || ofEnum;
    }

    private static String name(Class<?> type) {
        return simple(type.getTypeName());
    }

    /** Without packages, but for the contract's own. */
    private static String simple(String name) {
        return name.replaceAll("\\bdev\\.stillframe\\.api\\.", "")
                .replaceAll("\\bjava\\.(\\w+\\.)+(?=[A-Z])", "")
                .replace('$', '.');
    }
}
