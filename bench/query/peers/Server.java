import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.tdb2.TDB2Factory;

/** A folder of TDB2 and a port in, answers to SELECT as TSV out: Debian has Jena without its server. */
public class Server {
  public static void main(String[] args) throws Exception {
    Dataset dataset = TDB2Factory.connectDataset(args[0]);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.createContext("/sparql", exchange -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int status = 200;
      dataset.begin(ReadWrite.READ);
      try (QueryExecution execution = QueryExecutionFactory.create(query(exchange), dataset)) {
        ResultSetFormatter.outputAsTSV(out, execution.execSelect());
      } catch (Throwable error) {
        status = 400;
        out.reset();
        out.writeBytes(String.valueOf(error).getBytes(StandardCharsets.UTF_8));
      } finally {
        dataset.end();
      }
      exchange.sendResponseHeaders(status, out.size() == 0 ? -1 : out.size());
      out.writeTo(exchange.getResponseBody());
      exchange.close();
    });
    server.start();
  }

  private static String query(HttpExchange exchange) throws java.io.IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String field : body.split("&")) {
      if (field.startsWith("query=")) {
        return URLDecoder.decode(field.substring(6), StandardCharsets.UTF_8);
      }
    }
    return "";
  }
}
