// A worker for a processor of your own, in Go, with nothing of Tollbridge's: github.com/nats-io/nats.go, and the protocol
// by its document (docs/how-to/write-a-worker.md, docs/reference/bridge-messages.md).
//
//	NATS_URL=nats://127.0.0.1:4222 PROCESSOR_URL=https://api.acme.example PROCESSOR_KEY=... go run . acme
//
// It does payments.authorize of one connector. It claims an operation before it sends anything, sends each attempt with
// the same idempotency key, and writes down how it ended before it says so. processor.go is yours to replace.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nats.go/micro"
	"github.com/nats-io/nuid"
)

const (
	slots             = 16               // operations at once
	laterMost         = 15 * time.Second // a consumer delivers six times: longer waits, and those after
	spare             = 3                // the third time, are schedules of the server
	young             = 6 * time.Second  // card data is put aside while the operation is stored
	recordDays        = 35               // the record is kept longer than the message
	manualDays        = 400
	wrongLastSequence = 10071
	noMessage         = 10037
)

var (
	errLost     = errors.New("another attempt has the operation")
	errUnusable = errors.New("a message that no attempt can do anything with")
)

type problem struct {
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

type record struct {
	OpID        string          `json:"op_id"`
	Connector   string          `json:"connector"`
	Operation   string          `json:"operation"`
	MerchantID  string          `json:"merchant_id"`
	RequestHash string          `json:"request_hash"`
	Environment string          `json:"environment"`
	State       string          `json:"state"`
	Owner       string          `json:"owner"`
	ClaimedAt   float64         `json:"claimed_at"`
	LeaseUntil  float64         `json:"lease_until"`
	RetryAt     *float64        `json:"retry_at,omitempty"`
	Attempts    int             `json:"attempts"`
	AcceptedAt  float64         `json:"accepted_at"`
	ChangedAt   float64         `json:"changed_at"`
	Deadline    float64         `json:"deadline"`
	Stream      string          `json:"stream"`
	StreamSeq   uint64          `json:"stream_seq"`
	Sent        bool            `json:"sent"`
	Outcome     string          `json:"outcome,omitempty"`
	Result      json.RawMessage `json:"result,omitempty"`
	Problem     *problem        `json:"problem,omitempty"`
}

func (r *record) final() bool {
	return r.State == "DONE" || r.State == "REJECTED" || r.State == "MANUAL"
}

// job is one delivery of an operation. message is what is acknowledged: the operation itself, or what points to it.
type job struct {
	message                       jetstream.Msg
	delivered                     uint64
	subject, stream               string
	body                          []byte
	headers                       nats.Header
	sequence                      uint64
	at, deadline                  float64
	merchantID, opID, hash, idKey string
	record                        record
	revision                      uint64
}

type worker struct {
	nc        *nats.Conn
	js        jetstream.JetStream
	id        string
	connector string
	processor time.Duration
	buckets   map[string]string // where card data lies, and how its subjects begin
}

func now() float64 { return float64(time.Now().UnixMicro()) / 1e6 }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// -- what comes -------------------------------------------------------------------------------------------------------

// pull is one slot: a message at a time. A pull request dies with the connection: so it is made anew every few seconds.
func (w *worker) pull(ctx context.Context, consumer jetstream.Consumer) {
	for ctx.Err() == nil {
		batch, err := consumer.Fetch(1, jetstream.FetchMaxWait(2*time.Second))
		if err != nil {
			time.Sleep(500 * time.Millisecond) // no connection, or the consumer is moving
			continue
		}
		for message := range batch.Messages() {
			w.handle(message)
		}
	}
}

// handle: whatever happens, the message is not lost: it comes again.
func (w *worker) handle(message jetstream.Msg) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*w.processor+10*time.Second)
	defer cancel()
	j, err := w.job(ctx, message)
	if err == nil {
		err = w.carryOut(ctx, j)
	}
	switch {
	case err == nil:
	case errors.Is(err, errUnusable):
		log.Printf("%s: %v", message.Subject(), err)
		_ = message.TermWithReason(err.Error()) // the server tells the bridges, which make a dead letter of it
	default:
		log.Printf("%s: %v; it is delivered again", message.Subject(), err)
		if j == nil || w.later(ctx, j, 2) != nil {
			_ = message.NakWithDelay(2 * time.Second)
		}
	}
}

func (w *worker) job(ctx context.Context, message jetstream.Msg) (*job, error) {
	meta, err := message.Metadata()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errUnusable, err)
	}
	j := &job{message: message, delivered: meta.NumDelivered, subject: message.Subject(), body: message.Data(),
		headers: message.Headers(), stream: meta.Stream, sequence: meta.Sequence.Stream,
		at: float64(meta.Timestamp.UnixMicro()) / 1e6}
	if strings.HasPrefix(j.subject, "tollbridge.retry.") { // it points to the operation
		j.stream = j.headers.Get("Tollbridge-Stream")
		if j.sequence, err = strconv.ParseUint(j.headers.Get("Tollbridge-Sequence"), 10, 64); err != nil {
			return nil, fmt.Errorf("%w: it points to nothing", errUnusable)
		}
		stream, err := w.js.Stream(ctx, j.stream)
		if err != nil {
			return nil, err
		}
		found, err := stream.GetMsg(ctx, j.sequence)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil, fmt.Errorf("%w: the operation is gone from its stream", errUnusable)
		} else if err != nil {
			return nil, err
		}
		j.subject, j.body, j.headers, j.at = found.Subject, found.Data, found.Header, float64(found.Time.UnixMicro())/1e6
	}
	parts := strings.Split(j.subject, ".")
	deadline, err := strconv.ParseInt(j.headers.Get("Tollbridge-Deadline"), 10, 64)
	j.hash, j.idKey = j.headers.Get("Tollbridge-Request-Hash"), j.headers.Get("Tollbridge-Idempotency-Key")
	if err != nil || len(parts) != 6 || parts[3] != "authorize" || j.hash == "" || j.idKey == "" {
		return nil, fmt.Errorf("%w: it is no operation", errUnusable)
	}
	j.merchantID, j.opID, j.deadline = parts[2], parts[5], float64(deadline)/1000
	return j, nil
}

// -- the state machine ------------------------------------------------------------------------------------------------

func (w *worker) carryOut(ctx context.Context, j *job) error {
	var unsure bool
	for {
		earlier, revision, err := w.read(ctx, j)
		if err != nil {
			return err
		}
		if earlier != nil {
			if open, err := w.open(ctx, j, earlier); !open || err != nil {
				return err
			}
		}
		unsure, err = w.claim(ctx, j, earlier, revision)
		if err == nil {
			break
		}
		if !errors.Is(err, errLost) { // of errLost: another worker was faster, so look again
			return err
		}
	}
	if now() >= j.deadline {
		return w.giveUp(ctx, j, unsure, "DEADLINE_EXCEEDED", "its deadline passed; nothing was sent")
	}
	request, err := w.whole(ctx, j)
	if err != nil {
		return err
	}
	if request == nil {
		return w.giveUp(ctx, j, unsure, "CARD_DATA_EXPIRED", "the card data is gone; send it anew")
	}
	if unsure && now()-j.record.AcceptedAt >= keysKept.Seconds() {
		return w.giveUp(ctx, j, unsure, "", "")
	}
	return w.attempt(ctx, j, request, unsure)
}

// open says whether there is something to do; else the delivery is settled.
func (w *worker) open(ctx context.Context, j *job, r *record) (bool, error) {
	if r.RequestHash != j.hash {
		return false, fmt.Errorf("%w: another request has this operation's record", errUnusable)
	}
	j.deadline = max(j.deadline, r.Deadline) // a person may have given it more time
	if r.final() {
		return false, w.tell(j, r)
	}
	until := r.LeaseUntil
	if r.State != "CLAIMED" {
		until = 0
		if r.RetryAt != nil {
			until = *r.RetryAt
		}
	}
	if wait := until - now(); wait > 0 { // another has it, or it is not its time
		return false, w.later(ctx, j, wait+0.05)
	}
	return true, nil
}

// claim says whether an attempt before this one may have been carried out.
func (w *worker) claim(ctx context.Context, j *job, earlier *record, revision uint64) (bool, error) {
	if earlier == nil {
		earlier = &record{}
	}
	at := now()
	unsure := earlier.Sent || earlier.State == "CLAIMED" || earlier.State == "UNKNOWN"
	j.record = record{
		OpID: j.opID, Connector: w.connector, Operation: "authorize", MerchantID: j.merchantID, RequestHash: j.hash,
		Environment: j.headers.Get("Tollbridge-Environment"), State: "CLAIMED", Owner: w.id + "." + nuid.Next(),
		ClaimedAt: at, LeaseUntil: at + 1.2*w.processor.Seconds(), Attempts: earlier.Attempts + 1, AcceptedAt: j.at,
		ChangedAt: at, Deadline: j.deadline, Stream: j.stream, StreamSeq: j.sequence, Sent: unsure}
	limited, cancel := context.WithTimeout(ctx, seconds(0.6*w.processor.Seconds()))
	defer cancel()
	return unsure, w.write(limited, j, revision)
}

func (w *worker) attempt(ctx context.Context, j *job, request map[string]any, unsure bool) error {
	left := seconds(j.record.LeaseUntil - now() - 0.2*w.processor.Seconds())
	limited, cancel := context.WithTimeout(ctx, left) // after the lease another may have it
	defer cancel()
	var result *payment
	err := errNotDone
	if left > 0 {
		result, err = charge(limited, request, j.idKey)
	}
	switch {
	case err == nil:
		j.record.Result, err = json.Marshal(result)
		if err != nil {
			return err
		}
		outcome := "ok"
		if result.Error != nil {
			outcome = "declined"
		}
		return w.end(ctx, j, "DONE", outcome, nil)
	case errors.Is(err, errNotDone) && !unsure:
		return w.putOff(ctx, j, "ACCEPTED", problem{"UNREACHABLE", err.Error()})
	case errors.Is(err, errRefused) && !unsure:
		return w.end(ctx, j, "REJECTED", "rejected", &problem{"REJECTED", err.Error()})
	default: // nobody knows what the processor did, now or before
		return w.putOff(ctx, j, "UNKNOWN", problem{"OUTCOME_UNKNOWN", err.Error()})
	}
}

// giveUp: nothing more is tried. Of what may have been carried out nobody says that it failed: that is for a person.
func (w *worker) giveUp(ctx context.Context, j *job, unsure bool, reason, message string) error {
	if !unsure {
		return w.end(ctx, j, "REJECTED", strings.ToLower(reason), &problem{reason, message})
	}
	why := "an attempt ended without a word, and it cannot be repeated with its key"
	if err := w.end(ctx, j, "MANUAL", "manual", &problem{"OUTCOME_UNKNOWN", why}); err != nil {
		return err
	}
	alert, _ := json.Marshal(map[string]any{"kind": "manual", "why": why, "at": now(), "connector": w.connector,
		"op_id": j.opID, "merchant_id": j.merchantID, "operation": "authorize"})
	_, _ = w.js.Publish(ctx, "tollbridge.alerts.manual", alert)
	return nil
}

// -- its end ----------------------------------------------------------------------------------------------------------

func (w *worker) putOff(ctx context.Context, j *job, state string, why problem) error {
	wait := min(30, float64(int(1)<<min(j.record.Attempts, 6))/2, max(0, j.deadline-now()))
	log.Printf("%s: %s; it is tried again in %.1f s", j.opID, why.Message, wait)
	retryAt := now() + wait
	r := &j.record
	r.State, r.Owner, r.LeaseUntil, r.RetryAt, r.ChangedAt, r.Problem = state, "", 0, &retryAt, now(), &why
	r.Sent = r.Sent || state == "UNKNOWN"
	if err := w.write(ctx, j, j.revision); err != nil && !errors.Is(err, errLost) {
		return err
	}
	return w.later(ctx, j, wait)
}

// end: the record first, then the answer, then the acknowledgement.
func (w *worker) end(ctx context.Context, j *job, state, outcome string, why *problem) error {
	r := &j.record
	r.State, r.Outcome, r.Problem, r.Owner, r.LeaseUntil, r.ChangedAt = state, outcome, why, "", 0, now()
	if err := w.write(ctx, j, j.revision); errors.Is(err, errLost) { // somebody took over: their record counts
		return w.later(ctx, j, 1)
	} else if err != nil {
		return err
	}
	return w.tell(j, r)
}

func (w *worker) tell(j *job, r *record) error {
	answer := map[string]any{"op_id": j.opID, "state": r.State, "attempt": r.Attempts, "outcome": r.Outcome}
	if r.Result != nil {
		answer["result"] = r.Result
	}
	if r.Problem != nil {
		answer["problem"] = r.Problem
	}
	if to := j.headers.Get("Tollbridge-Reply-To"); to != "" {
		data, err := json.Marshal(answer)
		if err != nil {
			return err
		}
		_ = w.nc.Publish(to, data) // who waits finds the record, too
	}
	if j.headers.Get("Tollbridge-Sealed") != "" { // nobody needs it any more
		for _, root := range w.buckets {
			gone := nats.NewMsg("tollbridge." + root + "." + w.connector + "." + j.opID + "." + j.hash)
			gone.Header.Set("Nats-TTL", "1s")
			_ = w.nc.PublishMsg(gone)
		}
	}
	return j.message.Ack()
}

// later: it comes again after so long.
func (w *worker) later(ctx context.Context, j *job, wait float64) error {
	if seconds(wait) <= laterMost && j.delivered <= spare {
		return j.message.NakWithDelay(seconds(max(0.05, wait)))
	}
	its := w.connector + "." + j.opID
	plan := nats.NewMsg("tollbridge.retry.at." + its)
	plan.Header.Set("Nats-Schedule", "@at "+time.Now().Add(seconds(wait)).UTC().Format("2006-01-02T15:04:05.000Z"))
	plan.Header.Set("Nats-Schedule-Target", "tollbridge.retry.due."+its)
	plan.Header.Set("Nats-Schedule-TTL", "168h")
	plan.Header.Set("Tollbridge-Stream", j.stream)
	plan.Header.Set("Tollbridge-Sequence", strconv.FormatUint(j.sequence, 10))
	plan.Header.Set("Tollbridge-Subject", j.subject)
	plan.Header.Set("Tollbridge-Sweeps", "0")
	if _, err := w.js.PublishMsg(ctx, plan); err != nil {
		return err
	}
	return j.message.Ack()
}

// -- records and card data --------------------------------------------------------------------------------------------

// last is the last message of a subject; nil where there is none.
func (w *worker) last(ctx context.Context, stream, subject string) (*jetstream.RawStreamMsg, error) {
	found, err := w.js.Stream(ctx, stream)
	if err != nil {
		return nil, err
	}
	message, err := found.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	return message, err
}

func (w *worker) read(ctx context.Context, j *job) (*record, uint64, error) {
	message, err := w.last(ctx, "OPS", "tollbridge.ops."+w.connector+"."+j.opID)
	if message == nil || err != nil {
		return nil, 0, err
	}
	var r record
	return &r, message.Sequence, json.Unmarshal(message.Data, &r)
}

// write fails with errLost where somebody else has changed the record since it was read.
func (w *worker) write(ctx context.Context, j *job, revision uint64) error {
	r := &j.record
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	message := nats.NewMsg("tollbridge.ops." + w.connector + "." + j.opID)
	message.Data = body
	message.Header.Set("Nats-Expected-Last-Subject-Sequence", strconv.FormatUint(revision, 10))
	message.Header.Set("Tollbridge-State", r.State)
	if r.LeaseUntil > 0 {
		message.Header.Set("Tollbridge-Lease", strconv.FormatFloat(r.LeaseUntil, 'f', 3, 64))
	} else if r.RetryAt != nil {
		message.Header.Set("Tollbridge-Lease", strconv.FormatFloat(*r.RetryAt, 'f', 3, 64))
	}
	if r.final() {
		days := recordDays
		if r.State == "MANUAL" {
			days = manualDays
		}
		message.Header.Set("Nats-TTL", fmt.Sprintf("%ds", days*86_400))
	}
	for {
		limited, cancel := context.WithTimeout(ctx, 2*time.Second)
		ack, err := w.js.PublishMsg(limited, message)
		cancel()
		if err == nil {
			j.revision = ack.Sequence
			return nil
		}
		var refused *jetstream.APIError
		if errors.As(err, &refused) && refused.ErrorCode == wrongLastSequence {
			// by another, or by ourselves, and the word of it was lost
			found, err := w.last(ctx, "OPS", message.Subject)
			if err != nil {
				return err
			}
			if found != nil && bytes.Equal(found.Data, body) {
				j.revision = found.Sequence
				return nil
			}
			return errLost
		}
		select { // perhaps it was written, perhaps not: the same again
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// whole is the request with its card data, which lies in memory for minutes; nil where that is gone.
func (w *worker) whole(ctx context.Context, j *job) (map[string]any, error) {
	var request map[string]any
	numbers := json.NewDecoder(bytes.NewReader(j.body))
	numbers.UseNumber()
	if err := numbers.Decode(&request); err != nil {
		return nil, fmt.Errorf("%w: the body is not JSON", errUnusable)
	}
	if j.headers.Get("Tollbridge-Sealed") == "" {
		return request, nil
	}
	for {
		isYoung := now()-j.at <= young.Seconds()
		for stream, root := range w.buckets {
			data, err := w.sealed(ctx, stream, "tollbridge."+root+"."+w.connector+"."+j.opID+"."+j.hash, isYoung)
			if err != nil {
				return nil, err
			}
			if len(data) > 0 {
				return joined(request, data, j.hash)
			}
		}
		if !isYoung {
			return nil, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// sealed: that it is gone is said by the stream's leader, for a replica may be behind.
func (w *worker) sealed(ctx context.Context, stream, subject string, direct bool) ([]byte, error) {
	if direct {
		message, err := w.last(ctx, stream, subject)
		if message == nil || err != nil {
			return nil, err
		}
		return message.Data, nil
	}
	asked, err := json.Marshal(map[string]string{"last_by_subj": subject})
	if err != nil {
		return nil, err
	}
	reply, err := w.nc.RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+stream, asked)
	if err != nil {
		return nil, err
	}
	var said struct {
		Message struct {
			Data []byte `json:"data"`
		} `json:"message"`
		Error *jetstream.APIError `json:"error"`
	}
	if err := json.Unmarshal(reply.Data, &said); err != nil {
		return nil, err
	}
	if said.Error != nil && said.Error.ErrorCode != noMessage {
		return nil, said.Error
	}
	return said.Message.Data, nil
}

func joined(request map[string]any, data []byte, hash string) (map[string]any, error) {
	var sealed struct {
		RequestHash string               `json:"request_hash"`
		Fields      [][2]json.RawMessage `json:"fields"`
	}
	if err := json.Unmarshal(data, &sealed); err != nil || sealed.RequestHash != hash {
		return nil, fmt.Errorf("%w: the sealed part is of another request", errUnusable)
	}
	for _, each := range sealed.Fields {
		var path []any
		var value string
		if json.Unmarshal(each[0], &path) != nil || json.Unmarshal(each[1], &value) != nil || !put(request, path, value) {
			return nil, fmt.Errorf("%w: the sealed part is not of this request", errUnusable)
		}
	}
	return request, nil
}

// put follows a path of names and places in lists.
func put(place any, path []any, value string) bool {
	for at, step := range path {
		last := at == len(path)-1
		switch its := place.(type) {
		case map[string]any:
			name, ok := step.(string)
			if !ok {
				return false
			}
			if last {
				its[name] = value
				return true
			}
			place = its[name]
		case []any:
			number, ok := step.(float64)
			if !ok || int(number) >= len(its) {
				return false
			}
			if last {
				its[int(number)] = value
				return true
			}
			place = its[int(number)]
		default:
			return false
		}
	}
	return false
}

// -- its life ---------------------------------------------------------------------------------------------------------

func (w *worker) run(ctx context.Context) error {
	var consumers []jetstream.Consumer
	for _, each := range [][2]string{{"PAYMENTS", "payments_authorize_"}, {"PAYMENTS_A", "payments_authorize_"},
		{"PAYMENTS_B", "payments_authorize_"}, {"RETRY", "retry_"}} {
		consumer, err := w.js.Consumer(ctx, each[0], each[1]+w.connector)
		if err != nil { // a cluster has a pair of streams of payments, one machine has one
			continue
		}
		consumers = append(consumers, consumer)
		if each[0] != "RETRY" { // the processor's time, as the bridge's settings have it
			w.processor = seconds(consumer.CachedInfo().Config.AckWait.Seconds() / 1.5)
		}
	}
	w.buckets = map[string]string{"SEALED": "sealed"}
	if _, err := w.js.Stream(ctx, "SEALED_B"); err == nil { // in a cluster there are two, as of the streams of payments
		w.buckets["SEALED_B"] = "sealed_b"
	}
	if len(consumers) == 0 {
		return fmt.Errorf("there is nothing for %s: put it into bridge.connectors, tollbridge streams apply", w.connector)
	}
	service, err := micro.AddService(w.nc, micro.Config{
		Name: "tollbridge-worker", Version: "1.0.0", Description: "A worker of our own", Metadata: map[string]string{
			"connectors": w.connector, "operations": "payments.authorize", "schema": "1"}})
	if err != nil {
		return err
	}
	leaving, leave := context.WithCancel(ctx)
	defer leave()
	_, err = w.nc.Subscribe("tollbridge.workers."+service.Info().ID+".drain", func(message *nats.Msg) {
		_ = message.Respond([]byte(`{"draining": true}`))
		leave()
	})
	if err != nil {
		return err
	}
	var begun sync.WaitGroup
	for _, consumer := range consumers {
		for range slots {
			begun.Add(1)
			go func() { defer begun.Done(); w.pull(leaving, consumer) }()
		}
	}
	fmt.Println("ready", service.Info().ID)
	<-leaving.Done()
	_ = service.Stop()
	begun.Wait() // what is begun is ended
	return nil
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: worker CONNECTOR")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	nc, err := nats.Connect(os.Getenv("NATS_URL"), nats.MaxReconnects(-1), nats.ReconnectWait(100*time.Millisecond),
		nats.ReconnectBufSize(-1)) // nothing is sent late, after it was given up
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		log.Fatal(err)
	}
	w := &worker{nc: nc, js: js, id: "go-" + nuid.Next()[:8], connector: os.Args[1], processor: 10 * time.Second}
	if err := w.run(ctx); err != nil {
		log.Fatal(err)
	}
}
