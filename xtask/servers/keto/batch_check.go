// Keto v0.14.0 is built against a published protobuf module that is older than itself and lacks the messages of
// the gRPC batch check. The REST batch check needs only their fields, so plain structs let it compile.

package rts

type BatchCheckRequest struct {
	Tuples   []*RelationTuple
	MaxDepth int32
}

type CheckResponseWithError struct {
	Allowed   bool
	Error     string
	Snaptoken string
}

type BatchCheckResponse struct {
	Results []*CheckResponseWithError
}
