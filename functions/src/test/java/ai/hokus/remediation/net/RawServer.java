package ai.hokus.remediation.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ai.hokus.remediation.model.Ipv4;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server at an address of the loopback that says exactly what a test wants, in HTTP or not. */
public final class RawServer implements AutoCloseable {

  /** What is done with a connection before it is closed. */
  @FunctionalInterface
  public interface Talk {
    void with(Socket caller) throws IOException;
  }

  private final ServerSocket socket = new ServerSocket();
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private RawServer(Ipv4 address, int port) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(address.bytes()), port));
  }

  /** Begins to serve; port 0 is any free one. */
  public static RawServer at(String address, int port, Talk talk) throws IOException {
    var server = new RawServer(new Ipv4(address), port);
    Thread.ofVirtual().start(() -> server.serve(talk));
    return server;
  }

  /** Sends {@code response} once the head of the request is there. */
  public static RawServer saying(String address, int port, String response) throws IOException {
    return at(
        address, port, caller -> caller.getOutputStream().write(response.getBytes(ISO_8859_1)));
  }

  /** A response without a body. */
  public static String status(int status) {
    return "HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n";
  }

  public int port() {
    return socket.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  /** Head and body of every request. */
  public Queue<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve(Talk talk) {
    try {
      while (true) {
        var caller = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(caller, talk));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(Socket caller, Talk talk) {
    try (caller) {
      requests.add(request(caller));
      talk.with(caller);
    } catch (IOException hungUp) {
      // What the prober may do whenever it likes.
    }
  }

  private static String request(Socket caller) throws IOException {
    var in = caller.getInputStream();
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    var length = text.indexOf("Content-Length: ");
    if (length >= 0) {
      var digits = text.substring(length + 16, text.indexOf("\r\n", length));
      text.append(new String(in.readNBytes(Integer.parseInt(digits)), ISO_8859_1));
    }
    return text.toString();
  }
}
