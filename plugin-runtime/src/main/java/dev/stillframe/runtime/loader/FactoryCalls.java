// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Restorer;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls to a factory. A proxy, because a factory shows its capabilities by the interfaces it implements, in any
 * combination; none of them is called between freeze and thaw.
 */
final class FactoryCalls implements InvocationHandler {
    private static final String CONTRACT = WriterFactory.class.getPackageName();

    private final WriterFactory factory;
    private final ContextLoader context;

    private FactoryCalls(WriterFactory factory, ContextLoader context) {
        this.factory = factory;
        this.context = context;
    }

    static WriterFactory around(WriterFactory factory, ContextLoader context) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        collect(factory.getClass(), interfaces);
        return (WriterFactory) Proxy.newProxyInstance(
                FactoryCalls.class.getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                new FactoryCalls(factory, context));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        Object answer;
        ClassLoader before = context.enter();
        try {
            answer = method.invoke(factory, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            context.leave(before);
        }
        if (answer instanceof Writer writer) {
            return new WriterInContext(writer, context, application(arguments));
        }
        if (answer instanceof Restorer restorer) {
            return new RestorerInContext(restorer, context, application(arguments));
        }
        return answer;
    }

    private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> factory.getClass().getName();
        };
    }

    private static String application(Object @Nullable [] arguments) {
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof WriterContext writerContext) {
                    return writerContext.application();
                }
            }
        }
        return "an application";
    }

    /** The interfaces of the contract, also those that a superclass or another interface brings. */
    private static void collect(@Nullable Class<?> type, Set<Class<?>> found) {
        if (type == null) {
            return;
        }
        if (type.isInterface() && type.getPackageName().equals(CONTRACT)) {
            found.add(type);
        }
        for (Class<?> each : type.getInterfaces()) {
            collect(each, found);
        }
        collect(type.getSuperclass(), found);
    }
}
