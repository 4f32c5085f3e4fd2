package main

// The processor: replace this.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"
)

// keysKept: for so long the processor knows an idempotency key again. 0: it has none, and nothing is ever sent twice.
const keysKept = 23 * time.Hour

var (
	errNotDone = errors.New("nothing was done: it can be tried again")
	errRefused = errors.New("the processor refused the call itself, and did nothing")
)

// payment is the result in the contract's JSON.
type payment struct {
	MerchantTransactionID  string         `json:"merchant_transaction_id,omitempty"`
	ConnectorTransactionID string         `json:"connector_transaction_id,omitempty"`
	Status                 string         `json:"status"`
	StatusCode             int            `json:"status_code"`
	Error                  map[string]any `json:"error,omitempty"`
}

// charge asks for the payment; a decline is a result. Whatever it returns but errNotDone and errRefused says that nobody
// knows what the processor did.
func charge(ctx context.Context, request map[string]any, key string) (*payment, error) {
	at := func(names ...string) string {
		var place any = request
		for _, name := range names {
			its, _ := place.(map[string]any)
			place = its[name]
		}
		if place == nil {
			return ""
		}
		return fmt.Sprint(place)
	}
	card := func(name string) string { // some texts are in a wrapper, which goes where one was put aside
		if text := at("payment_method", "card", name, "value"); text != "" {
			return text
		}
		return at("payment_method", "card", name)
	}
	capture := "automatic"
	if at("capture_method") == "MANUAL" {
		capture = "manual"
	}
	form := url.Values{
		"amount": {at("amount", "minor_amount")}, "currency": {strings.ToLower(at("amount", "currency"))},
		"confirm": {"true"}, "capture_method": {capture}, "payment_method_data[type]": {"card"},
		"payment_method_data[card][number]":    {card("card_number")},
		"payment_method_data[card][cvc]":       {card("card_cvc")},
		"payment_method_data[card][exp_month]": {card("card_exp_month")},
		"payment_method_data[card][exp_year]":  {card("card_exp_year")},
		"metadata[order_id]":                   {at("merchant_transaction_id")}}
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, os.Getenv("PROCESSOR_URL")+"/v1/payment_intents",
		strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errNotDone
	}
	asked.GetBody = nil // else Go itself sends it again where a connection turns out to be dead
	asked.Header.Set("Authorization", "Bearer "+os.Getenv("PROCESSOR_KEY"))
	asked.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	asked.Header.Set("Idempotency-Key", key)
	answer, err := http.DefaultClient.Do(asked)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil, errNotDone
	} else if err != nil {
		return nil, errors.New("no answer came") // err quotes the address
	}
	defer answer.Body.Close()
	return read(answer, at("merchant_transaction_id"))
}

type intent struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Failed *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"last_payment_error"`
}

func read(answer *http.Response, reference string) (*payment, error) {
	switch answer.StatusCode {
	case 200, 402: // 402: how this one says that a card was declined
	case 401, 403, 429: // somebody has to mend the account, or it is too much at once
		return nil, fmt.Errorf("HTTP %d: %w", answer.StatusCode, errNotDone)
	case 400, 404:
		return nil, fmt.Errorf("HTTP %d: %w", answer.StatusCode, errRefused)
	default:
		return nil, fmt.Errorf("HTTP %d", answer.StatusCode)
	}
	var said struct {
		intent
		Error struct {
			Intent *intent `json:"payment_intent"`
		} `json:"error"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return nil, errors.New("the answer is not readable")
	}
	paid := said.intent
	if said.Error.Intent != nil {
		paid = *said.Error.Intent
	}
	status, known := map[string]string{"succeeded": "CHARGED", "requires_capture": "AUTHORIZED",
		"requires_payment_method": "FAILURE"}[paid.Status]
	if !known {
		status = "UNRESOLVED" // never a guess
	}
	result := &payment{reference, paid.ID, status, 200, nil}
	if paid.Failed != nil {
		result.Error = map[string]any{"connector_details": map[string]any{
			"code": paid.Failed.Code, "message": paid.Failed.Message}}
	}
	return result, nil
}
