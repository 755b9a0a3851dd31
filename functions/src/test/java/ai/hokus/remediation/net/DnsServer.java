package ai.hokus.remediation.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A resolver on the loopback that answers every query over UDP as a test wants. */
public final class DnsServer implements AutoCloseable {

  /** Fills in the answer to a query. */
  @FunctionalInterface
  public interface Talk {
    /** Returns whether there is an answer at all. */
    boolean about(Record question, Message answer) throws IOException;
  }

  private final DatagramSocket socket;
  private final Queue<String> queries = new ConcurrentLinkedQueue<>();

  private DnsServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
  }

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** Begins to answer. */
  public static DnsServer answering(Talk talk) throws IOException {
    var server = new DnsServer();
    Thread.ofVirtual().start(() -> server.serve(talk));
    return server;
  }

  /** Adds a record as a zone file has it: {@code mlflow.example.local. 10 A 10.0.0.1}. */
  public static void add(Message answer, int section, String line) throws IOException {
    var part = line.split(" ", 4);
    var record =
        Record.fromString(
            Name.fromString(part[0]),
            Type.value(part[2]),
            DClass.IN,
            Long.parseLong(part[1]),
            part[3],
            Name.root);
    answer.addRecord(record, section);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The same, as {@code RESOLVER} wants it. */
  public String addressAndPort() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Name and type of every query. */
  public Queue<String> queries() {
    return queries;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve(Talk talk) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        answer(packet, talk);
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(DatagramPacket packet, Talk talk) throws IOException {
    var query = new Message(packet.getData());
    var question = query.getQuestion();
    queries.add(question.getName() + " " + Type.string(question.getType()));
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    if (talk.about(question, answer)) {
      packet.setData(answer.toWire());
      socket.send(packet);
    }
  }
}
