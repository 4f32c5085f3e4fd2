// A client in Go, with nothing of Tollbridge's: it finds the workers, reads their statistics, has a payment made, and
// reads its record.
package foreign

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nats.go/micro"

	"context"
)

type answer struct {
	OpID    string          `json:"op_id"`
	State   string          `json:"state"`
	Outcome string          `json:"outcome"`
	Result  json.RawMessage `json:"result"`
	Problem json.RawMessage `json:"problem"`
}

type record struct {
	OpID      string          `json:"op_id"`
	State     string          `json:"state"`
	Operation string          `json:"operation"`
	Merchant  string          `json:"merchant_id"`
	Result    json.RawMessage `json:"result"`
}

func connect(t *testing.T) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(os.Getenv("NATS_URL"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// all gathers what every service of a name answers to a verb of the micro-service protocol.
func all(t *testing.T, nc *nats.Conn, verb micro.Verb) [][]byte {
	t.Helper()
	subject, err := micro.ControlSubject(verb, "tollbridge-worker", "")
	if err != nil {
		t.Fatal(err)
	}
	inbox := nats.NewInbox()
	sub, err := nc.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Unsubscribe()
	if err := nc.PublishRequest(subject, inbox, nil); err != nil {
		t.Fatal(err)
	}
	var found [][]byte
	for {
		message, err := sub.NextMsg(500 * time.Millisecond)
		if err != nil {
			return found
		}
		found = append(found, message.Data)
	}
}

func TestWorkersAreDiscovered(t *testing.T) {
	nc := connect(t)
	pings := all(t, nc, micro.PingVerb)
	if len(pings) == 0 {
		t.Fatal("no worker answers a ping")
	}
	for _, data := range pings {
		var ping micro.Ping
		if err := json.Unmarshal(data, &ping); err != nil {
			t.Fatal(err)
		}
		if ping.Type != "io.nats.micro.v1.ping_response" || ping.ID == "" || ping.Metadata["connectors"] != "stripe" {
			t.Fatalf("not a worker's ping: %s", data)
		}
	}
	for _, data := range all(t, nc, micro.InfoVerb) {
		var info micro.Info
		if err := json.Unmarshal(data, &info); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, endpoint := range info.Endpoints {
			found = found || endpoint.Subject == "hyperswitch.payments.*.authorize.stripe.*"
		}
		if !found {
			t.Fatalf("no endpoint for payments.authorize: %s", data)
		}
	}
}

func TestAPaymentIsMadeCountedAndRecorded(t *testing.T) {
	nc := connect(t)
	message := nats.NewMsg("hyperswitch.payments.shop-1.authorize")
	message.Data = []byte(os.Getenv("PAYMENT"))
	message.Header.Set("Tollbridge-Connector", "stripe")
	message.Header.Set("Tollbridge-Config", os.Getenv("CONFIG"))
	message.Header.Set("Idempotency-Key", "go-1")
	reply, err := nc.RequestMsg(message, 15*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var got answer
	if err := json.Unmarshal(reply.Data, &got); err != nil {
		t.Fatal(err)
	}
	if got.State != "DONE" || got.Outcome != "ok" || !strings.Contains(string(got.Result), "CHARGED") {
		t.Fatalf("not done: %s", reply.Data)
	}

	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream, err := js.Stream(ctx, "OPS")
	if err != nil {
		t.Fatal(err)
	}
	last, err := stream.GetLastMsgForSubject(ctx, "tollbridge.ops.stripe."+got.OpID)
	if err != nil {
		t.Fatal(err)
	}
	var kept record
	if err := json.Unmarshal(last.Data, &kept); err != nil {
		t.Fatal(err)
	}
	if kept.State != "DONE" || kept.Operation != "authorize" || kept.Merchant != "shop-1" || string(kept.Result) != string(got.Result) {
		t.Fatalf("not its record: %s", last.Data)
	}

	done := 0
	for _, data := range all(t, nc, micro.StatsVerb) {
		var stats micro.Stats
		if err := json.Unmarshal(data, &stats); err != nil {
			t.Fatal(err)
		}
		for _, endpoint := range stats.Endpoints {
			done += endpoint.NumRequests
		}
	}
	if done == 0 {
		t.Fatal("no worker counts the payment")
	}
}
