// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.tds;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on a free port of this machine and answers batches with what its script says. Any thread; close it. */
public final class TdsServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger(60);

    /** What a server does. */
    public interface Script {
        /** Answers a batch; throws {@link Hangs} or {@link Drops} for what no token can say. */
        void batch(int session, String batch, Reply reply) throws Hangs, Drops;

        /** The client of a session is gone. */
        void ended(int session);
    }

    /** The tokens of an answer. */
    public static final class Reply {
        private final Tokens tokens;

        private Reply(boolean call) {
            tokens = new Tokens(call);
        }

        public Reply counted(long rows) {
            tokens.counted(rows);
            return this;
        }

        public Reply info(int number, String text) {
            tokens.info(number, text);
            return this;
        }

        public void ended() {
            tokens.ended();
        }

        public void error(int number, String text) {
            tokens.error(number, text).failed();
        }

        public void rows(List<String> columns, List<String> numbers, List<Map<String, Object>> rows) {
            tokens.rows(columns, numbers, rows);
        }
    }

    /** No answer comes until the client gives up. */
    public static final class Hangs extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The connection breaks. */
    public static final class Drops extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public TdsServer(Script script) throws IOException {
        this.script = script;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public String url() {
        return "jdbc:sqlserver://127.0.0.1:" + listening.getLocalPort() + ";encrypt=false";
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket client : clients) {
            client.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                clients.add(client);
                int session = sessions.incrementAndGet();
                threads.execute(() -> serve(client, session));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client, int session) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            for (Packet packet = Packet.read(in); packet != null; packet = Packet.read(in)) {
                answer(packet, client.getOutputStream(), session, in);
            }
        } catch (IOException | Drops e) {
            // the client is gone, or is meant to be
        } finally {
            script.ended(session);
        }
    }

    private void answer(Packet packet, OutputStream out, int session, DataInputStream in) throws IOException, Drops {
        switch (packet.type) {
            case Packet.PRELOGIN -> Packet.reply(out, Tokens.prelogin());
            case Packet.LOGIN -> Packet.reply(out, Tokens.login());
            case Packet.BATCH -> batch(text(packet.body), new Reply(false), out, session, in);
            case Packet.RPC -> batch(called(packet.body), new Reply(true), out, session, in);
            case Packet.ATTENTION -> Packet.reply(out, Tokens.attention());
            default -> throw new IOException("nothing answers a message of type " + packet.type);
        }
    }

    private void batch(String batch, Reply reply, OutputStream out, int session, DataInputStream in)
            throws IOException, Drops {
        try {
            script.batch(session, batch, reply);
            Packet.reply(out, reply.tokens.finished());
        } catch (Hangs e) {
            if (Packet.read(in) == null) {
                throw new IOException("the client is gone", e);
            }
            Packet.reply(out, new Tokens().ended().bytes()); // it can only be an attention: what was running ends,
            Packet.reply(out, Tokens.attention()); // and then the attention is acknowledged
        }
    }

    /** Behind ALL_HEADERS, whose length comes first. */
    private static String text(byte[] body) {
        int headers = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        return new String(body, headers, body.length - headers, StandardCharsets.UTF_16LE);
    }

    /** The statement that sp_executesql (procedure 10) is to execute: its first parameter, an nvarchar. */
    private static String called(byte[] body) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.getInt(0));
        short byNumber = in.getShort();
        int procedure = in.getShort();
        in.getShort(); // flags
        int name = in.get();
        in.get(); // status
        int type = in.get() & 0xff;
        if (byNumber != -1 || procedure != 10 || name != 0 || type != 0xe7) {
            throw new IOException("nothing answers a call of procedure " + procedure);
        }
        in.getShort(); // the most that it may hold
        in.position(in.position() + 5); // collation
        byte[] statement = new byte[in.getShort() & 0xffff];
        in.get(statement);
        return new String(statement, StandardCharsets.UTF_16LE);
    }
}
